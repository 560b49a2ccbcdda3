package dev.muster.examples.cookbook;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RaceTest {
    private final CountDownLatch never = new CountDownLatch(1);

    private String ask(String mirror) throws IOException, InterruptedException {
        switch (mirror) {
            case "broken" -> throw new IOException("the mirror is broken");
            case "slow" -> never.await();
            default -> {}
        }
        return "answer of " + mirror;
    }

    @Test
    void the_first_answer_wins_and_the_others_are_cancelled() throws InterruptedException {
        List<String> mirrors = List.of("broken", "slow", "fast");

        String answer = TaskScope.named("mirrors").firstSuccess(mirrors, mirror -> ask(mirror));

        assertThat(answer).isEqualTo("answer of fast");
    }

    @Test
    void a_race_that_nobody_wins_tells_why() {
        List<String> mirrors = List.of("broken", "broken");

        assertThatGroupThrownBy(() -> TaskScope.named("mirrors").firstSuccess(mirrors, mirror -> ask(mirror)))
                .containsExactly(IOException.class, IOException.class);
    }
}
