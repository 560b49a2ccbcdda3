package dev.muster.examples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.scope.Policy;
import dev.muster.scope.TaskScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A chat room: what a guest says, a line at a time, reaches all other guests. The first line is the guest's name. */
public final class ChatRoom {
    private static final int LONGEST_LINE = 80;

    private final Map<SocketChannel, String> guests = new ConcurrentHashMap<>();

    /**
     * Serves guests until the calling thread is interrupted.
     *
     * @throws dev.muster.group.ExceptionGroup of what went wrong with single guests
     * @throws InterruptedException at the end, if nothing went wrong
     */
    public void serve(ServerSocketChannel door) throws InterruptedException {
        TaskScope.named("room").policy(Policy.collectAll()).run(scope -> {
            for (int number = 1; ; number++) {
                SocketChannel guest = nextGuest(door);
                scope.fork("guest " + number, () -> serve(guest));
            }
        });
    }

    private static SocketChannel nextGuest(ServerSocketChannel door) throws IOException, InterruptedException {
        try {
            return door.accept();
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("the room was closed");
        }
    }

    private void serve(SocketChannel guest) throws IOException, RudeGuestException {
        try (guest;
                BufferedReader lines = new BufferedReader(Channels.newReader(guest, UTF_8))) {
            String name = nextLine(lines);
            if (name == null) {
                return;
            }
            guests.put(guest, name);
            send(guest, "welcome, " + name);
            for (String line = nextLine(lines); line != null; line = nextLine(lines)) {
                if (line.length() > LONGEST_LINE) {
                    throw new RudeGuestException(name + " talks too much");
                }
                tellOthers(guest, name + ": " + line);
            }
        } finally {
            guests.remove(guest);
        }
    }

    private static @Nullable String nextLine(BufferedReader lines) throws IOException {
        try {
            return lines.readLine();
        } catch (SocketException | ClosedChannelException end) {
            // the guest has hung up, or the room is being closed
            return null;
        }
    }

    private void tellOthers(SocketChannel speaker, String line) {
        for (SocketChannel guest : List.copyOf(guests.keySet())) {
            if (guest != speaker) {
                try {
                    send(guest, line);
                } catch (IOException gone) {
                    // the task that serves this guest sees it too
                    guests.remove(guest);
                }
            }
        }
    }

    private static void send(SocketChannel guest, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            guest.write(bytes);
        }
    }
}
