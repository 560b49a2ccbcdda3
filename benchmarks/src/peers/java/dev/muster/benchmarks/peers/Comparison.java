package dev.muster.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every variant once in each round, next to one another, and prints the medians of the ratios to raw threads as a
 * table in Markdown: a machine whose speed drifts slows all of a round alike. Then does the same for failing fast, beside
 * the JDK's scope.
 *
 * <p>Arguments: the number of rounds, then the numbers of tasks; 5 rounds and all numbers if there are none.
 */
public final class Comparison {
    private static final List<String> VARIANTS = List.of("raw", "muster", "jdkScope", "jox", "invokeAll", "allOf");
    private static final List<String> ALL = List.of("1", "10", "100", "1000", "10000", "100000");

    private Comparison() {}

    public static void main(String[] arguments) throws RunnerException {
        int rounds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        List<String> sizes =
                arguments.length < 2 ? ALL : Arrays.asList(arguments).subList(1, arguments.length);
        for (String owner : List.of("VIRTUAL", "PLATFORM")) {
            System.out.printf(
                    "%nOwner: a %s thread. Ratios to raw virtual threads with a latch, medians of %d rounds.%n%n",
                    owner.equals("VIRTUAL") ? "virtual" : "platform",
                    rounds);
            System.out.println("| tasks | raw, ns a task | Muster | lowest to highest | Muster to JDK scope | Muster to jox |"
                    + " JDK scope | jox | invokeAll | allOf |");
            System.out.println("|---|---|---|---|---|---|---|---|---|---|");
            for (String size : sizes) {
                System.out.println(row(owner, size, rounds));
            }
        }
        System.out.printf("%nFailing fast: one task fails while its siblings wait. Medians of %d rounds.%n%n", rounds);
        System.out.println("| siblings | Muster, µs | JDK scope, µs | Muster to JDK scope |");
        System.out.println("|---|---|---|---|");
        for (String siblings : List.of("1", "100", "10000")) {
            System.out.println(failFastRow(siblings, rounds));
        }
    }

    private static String failFastRow(String siblings, int rounds) throws RunnerException {
        Map<String, double[]> times = new LinkedHashMap<>();
        for (String variant : List.of("muster", "jdkScope")) {
            times.put(variant, new double[rounds]);
        }
        for (int round = 0; round < rounds; round++) {
            for (String variant : times.keySet()) {
                times.get(variant)[round] =
                        time(FailFastBenchmark.class, variant, "siblings", siblings, "VIRTUAL");
            }
        }
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %s |",
                siblings,
                median(times.get("muster")) / 1e3,
                median(times.get("jdkScope")) / 1e3,
                two(median(ratios(times, "muster", "jdkScope"))));
    }

    private static String row(String owner, String size, int rounds) throws RunnerException {
        Map<String, double[]> times = new LinkedHashMap<>();
        VARIANTS.forEach(variant -> times.put(variant, new double[rounds]));
        for (int round = 0; round < rounds; round++) {
            for (String variant : VARIANTS) {
                times.get(variant)[round] = time(ForkJoinBenchmark.class, variant, "tasks", size, owner) / Integer.parseInt(size);
            }
        }
        double[] muster = ratios(times, "muster", "raw");
        List<String> cells = new ArrayList<>(List.of(
                size,
                String.format(Locale.ROOT, "%.0f", median(times.get("raw"))),
                two(median(muster)),
                two(Arrays.stream(muster).min().orElseThrow()) + " to "
                        + two(Arrays.stream(muster).max().orElseThrow()),
                two(median(ratios(times, "muster", "jdkScope"))),
                two(median(ratios(times, "muster", "jox")))));
        for (String variant : VARIANTS.subList(2, VARIANTS.size())) {
            cells.add(two(median(ratios(times, variant, "raw"))));
        }
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static double time(Class<?> benchmark, String variant, String parameter, String value, String owner)
            throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include("^" + benchmark.getName().replace(".", "\\.") + "\\." + variant + "$")
                        .param(parameter, value)
                        .jvmArgsAppend("--enable-preview", "-Djmh.executor=" + owner)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        return result.getPrimaryResult().getScore();
    }

    private static double[] ratios(Map<String, double[]> times, String one, String other) {
        double[] ratios = new double[times.get(one).length];
        Arrays.setAll(ratios, round -> times.get(one)[round] / times.get(other)[round]);
        return ratios;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
