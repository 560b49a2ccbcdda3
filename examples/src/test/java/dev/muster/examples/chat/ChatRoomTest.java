package dev.muster.examples.chat;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.group.TreeFormat;
import dev.muster.junit.TaskScoped;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@TaskScoped
class ChatRoomTest {
    private final ChatRoom room = new ChatRoom();
    private ServerSocketChannel door;

    @BeforeEach
    void open_the_door() throws IOException {
        door = ServerSocketChannel.open();
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void shut_the_door() throws IOException {
        door.close();
    }

    @Test
    void what_a_guest_says_reaches_all_others(TaskScope scope) throws IOException {
        Task<?> open = scope.fork("room", () -> room.serve(door));

        try (Guest ada = Guest.enter(door.getLocalAddress(), "ada");
                Guest bob = Guest.enter(door.getLocalAddress(), "bob");
                Guest eve = Guest.enter(door.getLocalAddress(), "eve")) {
            ada.say("hello");
            assertThat(bob.hear()).isEqualTo("ada: hello");
            assertThat(eve.hear()).isEqualTo("ada: hello");
        }
        open.cancel();
    }

    @Test
    void guests_may_all_talk_at_once(TaskScope scope) throws InterruptedException {
        List<String> names = List.of("ada", "bob", "cy", "dan", "eve");
        CyclicBarrier all = new CyclicBarrier(names.size());
        Task<?> open = scope.fork("room", () -> room.serve(door));

        TaskScope.named("guests")
                .run(guests -> names.forEach(name -> guests.fork(name, () -> {
                    try (Guest guest = Guest.enter(door.getLocalAddress(), name)) {
                        all.await();
                        guest.say("I am " + name);
                        Set<String> heard = new HashSet<>();
                        while (heard.size() < names.size() - 1) {
                            heard.add(guest.hear());
                        }
                        assertThat(heard)
                                .doesNotContain(name + ": I am " + name)
                                .allMatch(line -> line.contains(": I am "));
                        all.await();
                    }
                })));
        open.cancel();
    }

    @Test
    void a_guest_who_leaves_does_not_disturb_the_others(TaskScope scope) throws IOException {
        Task<?> open = scope.fork("room", () -> room.serve(door));

        try (Guest ada = Guest.enter(door.getLocalAddress(), "ada");
                Guest bob = Guest.enter(door.getLocalAddress(), "bob")) {
            Guest.enter(door.getLocalAddress(), "eve").close();
            ada.say("where is eve?");
            assertThat(bob.hear()).isEqualTo("ada: where is eve?");
        }
        open.cancel();
    }

    @Test
    void a_guest_who_talks_too_much_is_shown_the_door_and_reported_and_the_others_stay() {
        assertThatGroupThrownBy(() -> TaskScope.run(scope -> {
                    Task<?> open = scope.fork("room", () -> room.serve(door));

                    try (Guest ada = Guest.enter(door.getLocalAddress(), "ada");
                            Guest bob = Guest.enter(door.getLocalAddress(), "bob");
                            Guest eve = Guest.enter(door.getLocalAddress(), "eve")) {
                        eve.say("blah ".repeat(20));
                        assertThat(eve.hear()).isNull();
                        ada.say("at last");
                        assertThat(bob.hear()).isEqualTo("ada: at last");
                    }
                    open.cancel();
                }))
                .containsExactly(group(leaf(RudeGuestException.class).withMessage("eve talks too much")));
    }

    @Test
    void the_room_tells_at_its_end_who_was_rude() {
        Throwable thrown = catchThrowable(() -> TaskScope.named("evening").run(scope -> {
            Task<?> open = scope.fork("room", () -> room.serve(door));

            try (Guest ada = Guest.enter(door.getLocalAddress(), "ada");
                    Guest eve = Guest.enter(door.getLocalAddress(), "eve")) {
                eve.say("blah ".repeat(20));
                assertThat(eve.hear()).isNull();
                ada.say("good night");
            }
            open.cancel();
        }));

        // whether the guest's task ended before the cancel is left to chance
        String tree = TreeFormat.standard().withoutFrames().format(thrown).replace(", after the cancel", "");
        assertThat(tree).isEqualTo("""
                        dev.muster.group.ExceptionGroup: scope "evening" failed in 1 of 1 task (1 sub-exception: 1 RudeGuestException)
                        +- 1 of 1 [room]: dev.muster.group.ExceptionGroup: scope "room" failed in 1 of 2 tasks (1 sub-exception: 1 RudeGuestException)
                           +- 1 of 1 [guest 2]: dev.muster.examples.chat.RudeGuestException: eve talks too much
                        """);
    }
}
