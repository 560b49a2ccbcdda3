package dev.muster.archunit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Counts what the rules find in jars, and writes each hit to a file. Not a test: {@code archunit-extension/measure} runs
 * it.
 */
final class RuleStatistics {
    // no jar that others wrote has scopes, but many wait for futures in the same way
    private static final DroppedGroups OF_FUTURES = new DroppedGroups(
            Set.of("get", "join"),
            owner -> owner.isAssignableTo(Future.class),
            "java/util/concurrent/ExecutionException",
            "failure");

    private RuleStatistics() {}

    /** Takes the file for the hits, the file for the sample, and the jars. */
    public static void main(String... arguments) throws IOException {
        Map<String, ArchRule> rules = rules();
        Map<String, List<String>> hits = new LinkedHashMap<>();
        System.out.println("| jar | classes | " + String.join(" | ", rules.keySet()) + " |");
        System.out.println("| --- ".repeat(2 + rules.size()) + "|");
        for (String jar : List.of(arguments).subList(2, arguments.length)) {
            String name = Path.of(jar).getFileName().toString();
            JavaClasses classes = imported(jar);
            List<String> row = new ArrayList<>(List.of(name, "" + classes.size()));
            rules.forEach((rule, condition) -> {
                List<String> lines =
                        condition.evaluate(classes).getFailureReport().getDetails();
                row.add("" + lines.size());
                lines.stream()
                        .sorted()
                        .forEach(line -> hits.computeIfAbsent(rule, any -> new ArrayList<>())
                                .add(rule + "\t" + name + "\t" + line));
            });
            System.out.println("| " + String.join(" | ", row) + " |");
        }
        Files.write(
                Path.of(arguments[0]),
                hits.values().stream().flatMap(List::stream).toList());
        Files.write(
                Path.of(arguments[1]),
                hits.values().stream().flatMap(RuleStatistics::sample).toList());
    }

    private static JavaClasses imported(String jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            return new ClassFileImporter().importJar(file);
        }
    }

    /** Ten of each rule, the same ones whenever the hits are the same. */
    private static Stream<String> sample(List<String> hits) {
        List<String> shuffled = new ArrayList<>(hits);
        Collections.shuffle(shuffled, new Random(30));
        return shuffled.stream().limit(10);
    }

    private static Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("NO_RAW_THREADS", StructuredConcurrencyRules.NO_RAW_THREADS);
        rules.put("NO_ESCAPING_SCOPES", StructuredConcurrencyRules.NO_ESCAPING_SCOPES);
        rules.put("NO_DROPPED_GROUPS", StructuredConcurrencyRules.NO_DROPPED_GROUPS);
        rules.put(
                "the same for futures",
                classes().should(Finding.none("not drop what a future throws", Places.none(), OF_FUTURES::searchIn)));
        rules.put("NO_SWALLOWED_INTERRUPTS", StructuredConcurrencyRules.NO_SWALLOWED_INTERRUPTS);
        rules.put("NO_UNEXAMINED_GROUPS", StructuredConcurrencyRules.NO_UNEXAMINED_GROUPS);
        rules.put("NO_SLEEPING_TESTS", StructuredConcurrencyRules.NO_SLEEPING_TESTS);
        return rules;
    }
}
