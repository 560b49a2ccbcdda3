package dev.muster.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.muster.group.CpythonCases.C;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The answers of CPython are ours, but for the differences that the documentation lists. */
class CpythonTest {

    @Test
    void every_recorded_split_gives_the_same_parts() {
        List<JsonObject> cases = CpythonCases.of("split").toList();
        SoftAssertions all = new SoftAssertions();
        for (JsonObject each : cases) {
            ExceptionGroup group = (ExceptionGroup) CpythonCases.tree(each.get("tree"));
            var types = CpythonCases.types(each.getAsJsonArray("types"));
            var split = group.split(types.get(0), rest(types));
            all.assertThat(parts(split.matching().orElse(null), split.rest().orElse(null)))
                    .as("%s", each)
                    .isEqualTo(CpythonCases.text(each.get("match")) + " | " + CpythonCases.text(each.get("rest")));
            all.assertThat(group.subgroup(types.get(0), rest(types)).isPresent())
                    .as("%s", each)
                    .isEqualTo(split.matching().isPresent());
        }
        assertThat(cases).hasSize(526);
        all.assertAll();
    }

    @Test
    void every_recorded_star_runs_the_same_clauses_and_ends_the_same_way() {
        List<JsonObject> cases = CpythonCases.of("star").toList();
        SoftAssertions all = new SoftAssertions();
        for (JsonObject each : cases) {
            Throwable thrown = CpythonCases.tree(each.get("tree"));
            JsonArray clauses = each.getAsJsonArray("clauses");
            List<String> ran = new ArrayList<>(Collections.nCopies(clauses.size(), "null"));
            Throwable result =
                    catchThrowable(() -> attempt(thrown, clauses, ran).execute());
            all.assertThat(ran + " " + CpythonCases.text(result))
                    .as("%s", each)
                    .isEqualTo(texts(each.getAsJsonArray("ran")) + " " + expected(each));
        }
        assertThat(cases).hasSize(2214);
        all.assertAll();
    }

    private static Attempt<?, Throwable> attempt(Throwable thrown, JsonArray clauses, List<String> ran) {
        Attempt<?, Throwable> attempt = Attempt.<Throwable>of(() -> {
            throw thrown;
        });
        for (int i = 0; i < clauses.size(); i++) {
            int index = i;
            JsonObject clause = clauses.get(i).getAsJsonObject();
            var types = CpythonCases.types(clause.getAsJsonArray("types"));
            attempt = attempt.on(
                    matches -> {
                        ran.set(index, CpythonCases.text(matches));
                        act(clause.get("action").getAsString(), index, matches);
                    },
                    types.get(0),
                    rest(types));
        }
        return attempt;
    }

    private static void act(String action, int index, ExceptionGroup matches) throws Throwable {
        switch (action) {
            case "pass" -> {}
            case "reraise" -> throw matches;
            case "new" -> throw new C("" + (900 + index));
            case "newgroup" -> throw ExceptionGroup.of("n" + index, new C("" + (900 + index)));
            case "leaf" -> throw matches.leaves().get(0);
            default -> throw new IllegalArgumentException(action);
        }
    }

    /** A naked exception that is re-raised is a group of one there and itself here. */
    private static String expected(JsonObject recorded) {
        String result = CpythonCases.text(recorded.get("result"));
        boolean isNaked = recorded.getAsJsonArray("tree").get(0).getAsString().equals("leaf");
        String wrapped = "_[" + CpythonCases.text(recorded.get("tree")) + "]";
        return isNaked && result.equals(wrapped) ? CpythonCases.text(recorded.get("tree")) : result;
    }

    private static String parts(Throwable matching, Throwable rest) {
        return CpythonCases.text(matching) + " | " + CpythonCases.text(rest);
    }

    private static List<String> texts(JsonArray recorded) {
        List<String> texts = new ArrayList<>();
        for (JsonElement each : recorded) {
            texts.add(CpythonCases.text(each));
        }
        return texts;
    }

    @SuppressWarnings("unchecked") // only read
    private static Class<? extends Throwable>[] rest(List<Class<? extends Throwable>> types) {
        return (Class<? extends Throwable>[]) types.subList(1, types.size()).toArray(new Class<?>[0]);
    }
}
