package dev.muster.archunit;

import java.util.ArrayList;
import java.util.List;

/** Reads the types of a method as a class file spells them. */
final class Descriptor {
    private Descriptor() {}

    static List<String> parameters(String descriptor) {
        List<String> all = new ArrayList<>();
        int at = 1;
        while (descriptor.charAt(at) != ')') {
            int start = at;
            while (descriptor.charAt(at) == '[') {
                at++;
            }
            at = descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
            all.add(descriptor.substring(start, at));
        }
        return all;
    }

    static String result(String descriptor) {
        return descriptor.substring(descriptor.indexOf(')') + 1);
    }

    /** How many words of the stack a value of this type takes. */
    static int words(String type) {
        return switch (type.charAt(0)) {
            case 'V' -> 0;
            case 'J', 'D' -> 2;
            default -> 1;
        };
    }

    static String readable(String type) {
        return switch (type.charAt(0)) {
            case 'Z' -> "boolean";
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'S' -> "short";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'F' -> "float";
            case 'D' -> "double";
            case 'L' -> className(type.substring(1, type.length() - 1));
            case '[' -> readable(type.substring(1)) + "[]";
            default -> throw new IllegalArgumentException(type + " is no type that a descriptor can name");
        };
    }

    static String className(String internalName) {
        return internalName.replace('/', '.');
    }
}
