package dev.muster.junit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time to wait, as it is written in settings and messages. */
record Timeout(Duration value) {
    static final String ALLOWED =
            "a number greater than zero and one of the units ns, us, ms, s, m, h, such as \"30 s\"";

    // what an alarm can count
    static final Duration LONGEST = Duration.ofDays(10_000);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}) ?(ns|us|ms|s|m|h)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ns", ChronoUnit.NANOS,
            "us", ChronoUnit.MICROS,
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS);

    static Timeout ofSeconds(int seconds) {
        return new Timeout(Duration.ofSeconds(seconds));
    }

    static Optional<Timeout> read(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Duration value = Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
        return value.isZero() || value.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(new Timeout(value));
    }

    @Override
    public String toString() {
        long nanos = value.toNanos();
        if (nanos % 1_000_000_000 == 0) {
            return nanos / 1_000_000_000 + " s";
        }
        return nanos % 1_000_000 == 0 ? nanos / 1_000_000 + " ms" : nanos + " ns";
    }
}
