package dev.muster.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The code of a class, read from its class file: what ArchUnit's model leaves out. */
final class ClassFile {
    private final List<Code> methods;
    private final Map<String, Set<String>> lambdas;

    private ClassFile(List<Code> methods, Map<String, Set<String>> lambdas) {
        this.methods = methods;
        this.lambdas = lambdas;
    }

    /** Reads the file that a class was imported from. */
    static ClassFile of(JavaClass type) {
        URI file = type.getSource()
                .map(Source::getUri)
                .orElseThrow(
                        () -> new IllegalStateException(
                                type.getName()
                                        + " was imported without its class file, which this rule reads: import it with a ClassFileImporter"));
        try (InputStream in = file.toURL().openStream()) {
            return parse(in.readAllBytes());
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "cannot read the class file of " + type.getName() + " at " + file
                            + ": check the rule while the files that were imported are still there",
                    e);
        }
    }

    List<Code> methods() {
        return methods;
    }

    /** Says whether a method is the body of a lambda of this type, which is named as in a descriptor. */
    boolean isLambdaFor(Code method, String type) {
        return lambdas.getOrDefault(method.name(), Set.of()).contains(type);
    }

    static ClassFile parse(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != 0xCAFEBABE) {
            throw new IOException("this is no class file");
        }
        // versions
        in.skipNBytes(4);
        ConstantPool constants = ConstantPool.read(in);
        // modifiers, this class and its superclass
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        int fields = in.readUnsignedShort();
        for (int i = 0; i < fields; i++) {
            in.skipNBytes(6);
            skipAttributes(in);
        }
        List<Code> all = new ArrayList<>();
        int methods = in.readUnsignedShort();
        for (int i = 0; i < methods; i++) {
            readMethod(in, constants, all);
        }
        return new ClassFile(List.copyOf(all), lambdas(all, readBootstraps(in, constants)));
    }

    /** The names of the methods that each bootstrap method is given. */
    private static List<List<String>> readBootstraps(DataInputStream in, ConstantPool constants) throws IOException {
        List<List<String>> all = new ArrayList<>();
        int attributes = in.readUnsignedShort();
        for (int i = 0; i < attributes; i++) {
            String attribute = constants.text(in.readUnsignedShort());
            int length = in.readInt();
            if (attribute.equals("BootstrapMethods")) {
                int count = in.readUnsignedShort();
                for (int j = 0; j < count; j++) {
                    in.skipNBytes(2);
                    List<String> given = new ArrayList<>();
                    int arguments = in.readUnsignedShort();
                    for (int k = 0; k < arguments; k++) {
                        ConstantPool.Member member = constants.handleOrNull(in.readUnsignedShort());
                        if (member != null) {
                            given.add(member.name());
                        }
                    }
                    all.add(given);
                }
            } else {
                in.skipNBytes(length);
            }
        }
        return all;
    }

    private static Map<String, Set<String>> lambdas(List<Code> methods, List<List<String>> bootstraps) {
        Map<String, Set<String>> all = new HashMap<>();
        for (Code code : methods) {
            for (int offset : code.offsets()) {
                if (code.opcode(offset) == Opcode.INVOKEDYNAMIC) {
                    for (String name : bootstraps.get(code.bootstrap(offset))) {
                        all.computeIfAbsent(name, any -> new HashSet<>()).add(code.dynamicResult(offset));
                    }
                }
            }
        }
        return all;
    }

    private static void readMethod(DataInputStream in, ConstantPool constants, List<Code> all) throws IOException {
        // modifiers
        in.skipNBytes(2);
        String name = constants.text(in.readUnsignedShort());
        String descriptor = constants.text(in.readUnsignedShort());
        int attributes = in.readUnsignedShort();
        for (int i = 0; i < attributes; i++) {
            String attribute = constants.text(in.readUnsignedShort());
            int length = in.readInt();
            if (attribute.equals("Code")) {
                all.add(readCode(in, constants, new Code.Header(name, descriptor)));
            } else {
                in.skipNBytes(length);
            }
        }
    }

    private static Code readCode(DataInputStream in, ConstantPool constants, Code.Header header) throws IOException {
        // the height of the stack
        in.skipNBytes(2);
        int locals = in.readUnsignedShort();
        byte[] bytes = in.readNBytes(in.readInt());
        List<Code.Handler> handlers = new ArrayList<>();
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            int start = in.readUnsignedShort();
            int end = in.readUnsignedShort();
            int handler = in.readUnsignedShort();
            int type = in.readUnsignedShort();
            handlers.add(new Code.Handler(
                    start, end, handler, type == 0 ? Code.Handler.FINALLY : constants.className(type)));
        }
        int[] lines = new int[bytes.length];
        int attributes = in.readUnsignedShort();
        for (int i = 0; i < attributes; i++) {
            String attribute = constants.text(in.readUnsignedShort());
            int length = in.readInt();
            if (attribute.equals("LineNumberTable")) {
                int entries = in.readUnsignedShort();
                for (int j = 0; j < entries; j++) {
                    lines[in.readUnsignedShort()] = in.readUnsignedShort();
                }
            } else {
                in.skipNBytes(length);
            }
        }
        return new Code(header, constants, locals, bytes, List.copyOf(handlers), lines);
    }

    private static void skipAttributes(DataInputStream in) throws IOException {
        int attributes = in.readUnsignedShort();
        for (int i = 0; i < attributes; i++) {
            in.skipNBytes(2);
            in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
        }
    }
}
