package dev.muster.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The packages and classes that a rule leaves alone. */
final class Places {
    // a dot that stands alone begins or ends no name
    private static final Pattern NAME = Pattern.compile("(?:\\.\\.|[^.]).*(?:\\.\\.|[^.])|[^.]");

    private final List<String> names;
    private final List<PackageMatcher> packages;

    private Places(List<String> names, List<PackageMatcher> packages) {
        this.names = names;
        this.packages = packages;
    }

    static Places none() {
        return new Places(List.of(), List.of());
    }

    static Places of(String... places) {
        Objects.requireNonNull(places, "places is null: name packages or classes");
        if (places.length == 0) {
            throw new IllegalArgumentException(
                    "no place is given: name packages or classes, or use the constants, which allow nothing");
        }
        List<PackageMatcher> packages = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            packages.add(matcher(places[i], i));
        }
        return new Places(List.of(places), List.copyOf(packages));
    }

    private static PackageMatcher matcher(String place, int index) {
        Objects.requireNonNull(place, "place " + (index + 1) + " is null: name a package or a class");
        if (!NAME.matcher(place).matches()) {
            throw refused(place, "", null);
        }
        try {
            return PackageMatcher.of(place);
        } catch (IllegalArgumentException e) {
            throw refused(place, "; ArchUnit says: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException refused(
            String place, String more, @Nullable IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "place \"" + place + "\" is neither a package nor a class: write \"com.acme.pool\" for a package,"
                        + " \"com.acme.pool..\" for it and all below, or \"com.acme.pool.Workers\" for a class"
                        + more,
                cause);
    }

    /** Says whether a class, or the class that it stands in, is one of the places or in one. */
    boolean include(JavaClass type) {
        return packages.stream().anyMatch(each -> each.matches(type.getPackageName()))
                || names.stream()
                        .anyMatch(name ->
                                type.getName().equals(name) || type.getName().startsWith(name + "$"));
    }
}
