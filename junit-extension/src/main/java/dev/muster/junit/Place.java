package dev.muster.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * A method or class that may have settings: all {@link TaskScoped} annotations there, those of other annotations too.
 */
final class Place {
    private static final ClassValue<List<Place>> OF_CLASS = new ClassValue<>() {
        @Override
        protected List<Place> computeValue(Class<?> type) {
            List<Place> places = new ArrayList<>();
            addHierarchy(type, places, new HashSet<>());
            Class<?> enclosing = type.getEnclosingClass();
            if (enclosing != null && !Modifier.isStatic(type.getModifiers())) {
                places.addAll(OF_CLASS.get(enclosing));
            }
            return List.copyOf(places);
        }
    };

    private final String name;
    private final List<Found> found;

    /** An annotation, and by which other one it came. */
    private record Found(TaskScoped annotation, String origin) {}

    private Place(String name, List<Found> found) {
        this.name = name;
        this.found = found;
    }

    /** The places that count for a method of a class, nearest first. */
    static List<Place> around(@Nullable Method method, @Nullable Class<?> type) {
        List<Place> ofClass = type == null ? List.of() : OF_CLASS.get(type);
        List<Found> found = method == null ? List.of() : find(method);
        if (method == null || found.isEmpty()) {
            return ofClass;
        }
        List<Place> places = new ArrayList<>();
        places.add(new Place("method " + method.getDeclaringClass().getSimpleName() + "." + method.getName(), found));
        places.addAll(ofClass);
        return places;
    }

    private static void addHierarchy(Class<?> type, List<Place> places, Set<Class<?>> seen) {
        if (!seen.add(type)) {
            return;
        }
        List<Found> found = find(type);
        if (!found.isEmpty()) {
            places.add(new Place((type.isInterface() ? "interface " : "class ") + type.getName(), found));
        }
        Class<?> superclass = type.getSuperclass();
        if (superclass != null) {
            addHierarchy(superclass, places, seen);
        }
        for (Class<?> each : type.getInterfaces()) {
            addHierarchy(each, places, seen);
        }
    }

    private static List<Found> find(AnnotatedElement element) {
        List<Found> found = new ArrayList<>();
        for (Annotation each : element.getDeclaredAnnotations()) {
            find(each, "", found, new HashSet<>());
        }
        return found;
    }

    private static void find(
            Annotation annotation, String origin, List<Found> found, Set<Class<? extends Annotation>> seen) {
        Class<? extends Annotation> type = annotation.annotationType();
        if (annotation instanceof TaskScoped settings) {
            found.add(new Found(settings, "@TaskScoped" + origin));
        } else if (!type.getName().startsWith("java.") && seen.add(type)) {
            for (Annotation each : type.getDeclaredAnnotations()) {
                find(each, " of @" + type.getSimpleName(), found, seen);
            }
        }
    }

    /** The value that is set here, if one is. */
    <T> Optional<T> value(Setting<T> setting) {
        Found first = null;
        T value = null;
        for (Found each : found) {
            String text = setting.attribute().apply(each.annotation);
            if (text.isEmpty()) {
                continue;
            }
            T read = setting.read(text, setting.key() + " in " + each.origin + " at " + name);
            if (first != null && !read.equals(value)) {
                throw new ExtensionConfigurationException(
                        "two annotations at " + name + " disagree about " + setting.key() + ": it is "
                                + setting.attribute().apply(first.annotation) + " in " + first.origin + " and " + text
                                + " in " + each.origin + ": set it in one of them");
            }
            first = each;
            value = read;
        }
        return Optional.ofNullable(value);
    }
}
