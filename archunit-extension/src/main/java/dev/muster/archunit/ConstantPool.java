package dev.muster.archunit;

import java.io.DataInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The names that the code of a class file refers to by number. */
final class ConstantPool {

    /** A method or field that an instruction names. */
    record Member(String owner, String name, String descriptor) {}

    private record Handle(int member) {}

    // a Member in the making
    private record Pair(int first, int second) {}

    private final @Nullable Object[] entries;

    private ConstantPool(@Nullable Object[] entries) {
        this.entries = entries;
    }

    static ConstantPool read(DataInputStream in) throws IOException {
        @Nullable Object[] entries = new @Nullable Object[in.readUnsignedShort()];
        for (int i = 1; i < entries.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> entries[i] = in.readUTF();
                // of these only the name matters, where there is one
                case 7, 8, 16, 19, 20 -> entries[i] = new Pair(tag, in.readUnsignedShort());
                case 3, 4 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    // takes two places
                    i++;
                }
                case 9, 10, 11, 12, 17, 18 -> entries[i] = new Pair(in.readUnsignedShort(), in.readUnsignedShort());
                case 15 -> {
                    // what kind of use the handle is for
                    in.skipNBytes(1);
                    entries[i] = new Handle(in.readUnsignedShort());
                }
                default -> throw new IOException("constant " + i + " has the unknown tag " + tag);
            }
        }
        return new ConstantPool(entries);
    }

    String text(int index) {
        return (String) entry(index);
    }

    /** The class at this place, in its internal form; null if another constant is there. */
    @Nullable
    String classOrNull(int index) {
        return entries[index] instanceof Pair pair && pair.first == 7 ? text(pair.second) : null;
    }

    String className(int index) {
        return text(((Pair) entry(index)).second);
    }

    Member member(int index) {
        Pair reference = (Pair) entry(index);
        Pair signature = (Pair) entry(reference.second);
        return new Member(className(reference.first), text(signature.first), text(signature.second));
    }

    /** The member that a method handle stands for; null if another constant is at this place. */
    @Nullable
    Member handleOrNull(int index) {
        return entries[index] instanceof Handle handle ? member(handle.member) : null;
    }

    /** Which bootstrap method links a call at run time. */
    int bootstrap(int index) {
        return ((Pair) entry(index)).first;
    }

    /** The descriptor of a call that is linked at run time. */
    String dynamicDescriptor(int index) {
        Pair signature = (Pair) entry(((Pair) entry(index)).second);
        return text(signature.second);
    }

    private Object entry(int index) {
        Object entry = entries[index];
        if (entry == null) {
            throw new IllegalArgumentException("constant " + index + " is none that code refers to by name");
        }
        return entry;
    }
}
