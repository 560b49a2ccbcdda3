package dev.muster.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SplitLawsTest {

    @Provide
    Arbitrary<ExceptionGroup> groups() {
        return Trees.groups();
    }

    @Provide
    Arbitrary<Set<Throwable>> leafSets() {
        return Trees.leafSets();
    }

    @Property
    void a_split_keeps_every_leaf_occurrence_once_and_in_order(
            @ForAll("groups") ExceptionGroup group, @ForAll("leafSets") Set<Throwable> wanted) {
        ExceptionGroup.Split split = group.split(Trees.in(wanted));

        assertThat(leaves(split.matching()))
                .isEqualTo(group.leaves().stream().filter(wanted::contains).toList());
        assertThat(leaves(split.rest()))
                .isEqualTo(group.leaves().stream()
                        .filter(leaf -> !wanted.contains(leaf))
                        .toList());
    }

    @Property
    void a_part_has_everything_of_its_group_but_the_leaves_that_went_elsewhere(
            @ForAll("groups") ExceptionGroup group, @ForAll("leafSets") Set<Throwable> wanted) {
        ExceptionGroup.Split split = group.split(Trees.in(wanted));

        assertThat(split.matching().map(Trees::describe).orElse("")).isEqualTo(Trees.describe(group, wanted::contains));
        assertThat(split.rest().map(Trees::describe).orElse(""))
                .isEqualTo(Trees.describe(group, leaf -> !wanted.contains(leaf)));
    }

    @Property
    void subgroup_is_the_matching_part_of_split(
            @ForAll("groups") ExceptionGroup group, @ForAll("leafSets") Set<Throwable> wanted) {
        assertThat(group.subgroup(Trees.in(wanted)).map(Trees::describe))
                .isEqualTo(group.split(Trees.in(wanted)).matching().map(Trees::describe));
    }

    @Property
    void by_type_is_by_the_predicate_that_asks_for_the_type(@ForAll("groups") ExceptionGroup group) {
        Predicate<Throwable> isA = CpythonCases.A.class::isInstance;

        assertThat(group.subgroup(CpythonCases.A.class).map(Trees::describe))
                .isEqualTo(group.subgroup(isA).map(Trees::describe));
        assertThat(group.leaves(CpythonCases.A.class))
                .isEqualTo(group.leaves().stream().filter(isA).toList());
    }

    @Property
    void a_subtree_that_loses_nothing_is_the_same_object_in_its_part(
            @ForAll("groups") ExceptionGroup group, @ForAll("leafSets") Set<Throwable> wanted) {
        ExceptionGroup.Split split = group.split(Trees.in(wanted));

        Set<ExceptionGroup> found = Collections.newSetFromMap(new IdentityHashMap<>());
        split.matching().ifPresent(part -> found.addAll(Trees.groupsOf(part)));
        split.rest().ifPresent(part -> found.addAll(Trees.groupsOf(part)));
        assertThat(Trees.groupsOf(group)).allSatisfy(each -> {
            long matching = each.leaves().stream().filter(wanted::contains).count();
            boolean isWhole = matching == 0 || matching == each.leaves().size();
            assertThat(found.contains(each)).isEqualTo(isWhole);
        });
    }

    @Property
    void a_split_that_is_merged_again_is_the_tree_it_was(
            @ForAll("groups") ExceptionGroup group, @ForAll("leafSets") Set<Throwable> wanted) {
        ExceptionGroup.Split split = group.split(Trees.in(wanted));
        Iterator<List<Object>> matching = paths(split.matching()).iterator();
        Iterator<List<Object>> rest = paths(split.rest()).iterator();

        List<List<Object>> merged = new ArrayList<>();
        group.leaves().forEach(leaf -> merged.add(wanted.contains(leaf) ? matching.next() : rest.next()));

        assertThat(merged).isEqualTo(paths(Optional.of(group)));
        assertThat(matching).isExhausted();
        assertThat(rest).isExhausted();
    }

    @Property
    void what_a_report_shows_of_a_leaf_it_shows_after_a_split_too(
            @ForAll("groups") ExceptionGroup group, @ForAll("leafSets") Set<Throwable> wanted) {
        group.subgroup(Trees.in(wanted)).ifPresent(part -> {
            String report = TreeFormat.standard().format(part);
            assertThat(part.leaves())
                    .allSatisfy(
                            leaf -> assertThat(report).contains(leaf.toString(), "    at " + leaf.getStackTrace()[0]));
            assertThat(part.getMessage()).startsWith(part.message() + " (");
        });
    }

    @Property
    void flattening_keeps_the_leaves_and_the_group_around_them(@ForAll("groups") ExceptionGroup group) {
        ExceptionGroup flat = group.flatten();

        assertThat(flat.exceptions()).isEqualTo(group.leaves());
        assertThat(flat.flatten()).isSameAs(flat);
        assertThat(flat.getClass()).isEqualTo(group.getClass());
        assertThat(flat.notes()).isEqualTo(group.notes());
        assertThat(flat.getCause()).isSameAs(group.getCause());
        assertThat(flat.getStackTrace()).isEqualTo(group.getStackTrace());
    }

    private static List<Throwable> leaves(Optional<ExceptionGroup> part) {
        return part.map(ExceptionGroup::leaves).orElse(List.of());
    }

    /** For each leaf the messages of the groups above it, which are all different, and the leaf. */
    private static List<List<Object>> paths(Optional<ExceptionGroup> part) {
        List<List<Object>> all = new ArrayList<>();
        part.ifPresent(group -> addPaths(group, List.of(), all));
        return all;
    }

    private static void addPaths(ExceptionGroup group, List<Object> above, List<List<Object>> all) {
        List<Object> path = with(above, group.message());
        for (Throwable each : group.exceptions()) {
            if (each instanceof ExceptionGroup inner) {
                addPaths(inner, path, all);
            } else {
                all.add(with(path, each));
            }
        }
    }

    private static List<Object> with(List<Object> path, Object next) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(next);
        return longer;
    }
}
