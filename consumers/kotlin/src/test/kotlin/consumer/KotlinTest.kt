package consumer

import dev.muster.assertj.GroupAssertions.assertThatGroup
import dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy
import dev.muster.assertj.GroupAssertions.leaf
import dev.muster.group.Attempt
import dev.muster.group.ExceptionGroup
import dev.muster.junit.TaskScoped
import dev.muster.scope.Policy
import dev.muster.scope.TaskScope
import java.io.IOException
import java.util.concurrent.Callable
import java.util.concurrent.Exchanger
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

@TaskScoped
class KotlinTest {
    @Test
    fun `results come back`() {
        val sum: Int = TaskScope.call { scope ->
            val one = scope.fork("one", Callable { 1 })
            val two = scope.fork("two", Callable { 2 })
            scope.join()
            one.result() + two.result()
        }

        assertThat(sum).isEqualTo(3)
    }

    @Test
    fun `every failure is told`() {
        assertThatGroupThrownBy {
            TaskScope.named("kotlin").policy(Policy.collectAll()).run { scope ->
                scope.fork("disk", TaskScope.Action { throw IOException("full") })
                scope.fork("check", TaskScope.Action { error("wrong") })
            }
        }.containsExactly(
            leaf(IOException::class.java).withMessage("full").inTask("disk"),
            leaf(IllegalStateException::class.java).withMessage("wrong").inTask("check"),
        )
    }

    @Test
    fun `each kind is handled`() {
        val handled = mutableListOf<String?>()

        val answer: String = Attempt.of(Attempt.Body<String, RuntimeException> {
            throw ExceptionGroup.of("two", IOException("a"), IllegalStateException("b"))
        })
            .on(IOException::class.java) { group -> group.leaves().mapTo(handled) { it.message } }
            .recover(IllegalStateException::class.java) { group -> group.message() }
            .orElse("none")

        assertThat(answer).isEqualTo("two")
        assertThat(handled).containsExactly("a")
    }

    @Test
    fun `a group is split, and its parts are not null`() {
        val group = ExceptionGroup.of("two", IOException("a"), IllegalStateException("b"))

        val (matching, rest) = group.split(IOException::class.java).let { it.matching() to it.rest() }

        assertThatGroup(matching.orElseThrow()).containsExactly(IOException::class.java)
        val message: String = rest.orElseThrow().message()
        assertThat(message).isEqualTo("two")
    }

    @Test
    fun `a test has a scope`(scope: TaskScope) {
        val exchanger = Exchanger<String>()
        scope.fork("server", Callable { exchanger.exchange("pong") })

        assertThat(exchanger.exchange("ping")).isEqualTo("pong")
    }
}
