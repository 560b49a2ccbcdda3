package dev.muster.examples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A guest in the room: the client's side of a connection. */
final class Guest implements AutoCloseable {
    private final SocketChannel room;
    private final BufferedReader heard;

    private Guest(SocketChannel room) {
        this.room = room;
        heard = new BufferedReader(Channels.newReader(room, UTF_8));
    }

    /** Enters the room, and is in it when this returns. */
    static Guest enter(SocketAddress address, String name) throws IOException {
        Guest guest = new Guest(SocketChannel.open(address));
        guest.say(name);
        guest.hear();
        return guest;
    }

    void say(String line) throws IOException {
        room.write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
    }

    /** Waits for the next line; null if the room has closed the door. */
    String hear() throws IOException {
        return heard.readLine();
    }

    @Override
    public void close() throws IOException {
        room.close();
    }
}
