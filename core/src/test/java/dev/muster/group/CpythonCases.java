package dev.muster.group;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What CPython answered, one case a line, and the trees of those cases as exceptions. */
final class CpythonCases {
    private CpythonCases() {}

    static Stream<JsonObject> of(String op) {
        var resource = Objects.requireNonNull(CpythonCases.class.getResourceAsStream("cpython-cases.jsonl"));
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines
                    .lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .filter(each -> each.get("op").getAsString().equals(op))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static class A extends Exception {
        private static final long serialVersionUID = 1L;

        A(String message) {
            super(message);
        }
    }

    static class B extends A {
        private static final long serialVersionUID = 1L;

        B(String message) {
            super(message);
        }
    }

    static class C extends Exception {
        private static final long serialVersionUID = 1L;

        C(String message) {
            super(message);
        }
    }

    static class K extends Error {
        private static final long serialVersionUID = 1L;

        K(String message) {
            super(message);
        }
    }

    private static final Map<String, Class<? extends Throwable>> TYPES = Map.of(
            "A", A.class,
            "B", B.class,
            "C", C.class,
            "K", K.class,
            "Exception", Exception.class,
            "BaseException", Throwable.class);

    static List<Class<? extends Throwable>> types(JsonArray names) {
        List<Class<? extends Throwable>> types = new ArrayList<>();
        names.forEach(name -> types.add(Objects.requireNonNull(TYPES.get(name.getAsString()))));
        return types;
    }

    /** Makes the tree, with one instance for each id. */
    static Throwable tree(JsonElement tree) {
        return tree(tree.getAsJsonArray(), new HashMap<>());
    }

    private static Throwable tree(JsonArray tree, Map<String, Throwable> leaves) {
        if (tree.get(0).getAsString().equals("leaf")) {
            String type = tree.get(1).getAsString();
            return leaves.computeIfAbsent(
                    type + tree.get(2).getAsInt(),
                    key -> leaf(type, Integer.toString(tree.get(2).getAsInt())));
        }
        List<Throwable> members = new ArrayList<>();
        tree.get(2).getAsJsonArray().forEach(member -> members.add(tree(member.getAsJsonArray(), leaves)));
        return ExceptionGroup.of(tree.get(1).getAsString(), members);
    }

    private static Throwable leaf(String type, String message) {
        return switch (type) {
            case "A" -> new A(message);
            case "B" -> new B(message);
            case "C" -> new C(message);
            case "K" -> new K(message);
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** What was recorded as text: {@code g1[A1, g2[C2]]}; a group that CPython itself made is {@code _[...]}. */
    static String text(JsonElement recorded) {
        if (recorded.isJsonNull()) {
            return "null";
        }
        JsonArray tree = recorded.getAsJsonArray();
        if (tree.get(0).getAsString().equals("leaf")) {
            return tree.get(1).getAsString() + tree.get(2).getAsInt();
        }
        List<String> members = new ArrayList<>();
        tree.get(2).getAsJsonArray().forEach(member -> members.add(text(member)));
        String message = tree.get(1).getAsString();
        return (message.isEmpty() ? "_" : message) + members;
    }

    /** A throwable as the same kind of text; a group whose message is not one of the recorded ones is ours. */
    static String text(@Nullable Throwable throwable) {
        if (throwable == null) {
            return "null";
        }
        if (throwable instanceof ExceptionGroup group) {
            String message = group.message().matches("[gn]\\d+") ? group.message() : "_";
            return message + group.exceptions().stream().map(CpythonCases::text).toList();
        }
        return throwable.getClass().getSimpleName() + throwable.getMessage();
    }
}
