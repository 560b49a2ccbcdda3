package dev.muster.examples.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PublicApiTest {
    private static JavaClasses classes;
    private static Set<String> exported;

    @BeforeAll
    static void import_our_classes() throws IOException {
        classes = new ClassFileImporter().importPackages("dev.muster");
        exported = new TreeSet<>();
        for (URL found : Collections.list(PublicApiTest.class.getClassLoader().getResources("module-info.class"))) {
            try (InputStream in = found.openStream()) {
                ModuleDescriptor module = ModuleDescriptor.read(in);
                if (module.name().startsWith("dev.muster.")) {
                    module.exports().forEach(each -> exported.add(each.source()));
                }
            }
        }
    }

    @Test
    void the_modules_are_found() {
        assertThat(exported).contains("dev.muster.group", "dev.muster.scope", "dev.muster.assertj", "dev.muster.junit");
    }

    @Test
    void every_public_signature_is_used() {
        Set<String> used = Stream.concat(targets(), overridden()).collect(Collectors.toSet());

        assertThat(promised())
                .as("public signatures that nothing in %s uses", PublicApiTest.class.getPackageName())
                .filteredOn(member -> !used.contains(signature(member)))
                .isEmpty();
    }

    private static Stream<JavaClass> users() {
        return classes.stream().filter(each -> each.getPackageName().equals(PublicApiTest.class.getPackageName()));
    }

    private static Stream<String> targets() {
        return users().flatMap(user -> user.getAccessesFromSelf().stream())
                .flatMap(access -> access.getTarget().resolveMember().stream())
                .map(PublicApiTest::signature);
    }

    private static Stream<String> overridden() {
        return users().flatMap(user -> user.getMethods().stream()
                .flatMap(method -> above(user)
                        .flatMap(type -> type.getMethods().stream())
                        .filter(candidate -> isSame(candidate, method))
                        .map(PublicApiTest::signature)));
    }

    private static List<JavaMember> promised() {
        return classes.stream()
                .filter(type -> exported.contains(type.getPackageName()) && isVisible(type))
                .flatMap(type -> type.getMembers().stream())
                .filter(member -> isPromised(member))
                .toList();
    }

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicApiTest::isVisible).orElse(true);
    }

    private static boolean isPromised(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC)
                && !modifiers.contains(JavaModifier.BRIDGE)
                && !isMadeByTheCompiler(member)
                && !(member instanceof JavaMethod method && repeatsWhatIsInherited(method));
    }

    private static boolean isMadeByTheCompiler(JavaMember member) {
        return member.getOwner().isEnum() && Set.of("values", "valueOf").contains(member.getName());
    }

    // with the same result; one that returns something narrower is a promise of its own
    private static boolean repeatsWhatIsInherited(JavaMethod method) {
        return above(method.getOwner())
                .flatMap(type -> type.getMethods().stream())
                .anyMatch(candidate -> isSame(candidate, method)
                        && candidate.getRawReturnType().equals(method.getRawReturnType()));
    }

    private static Stream<JavaClass> above(JavaClass type) {
        return Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream());
    }

    private static boolean isSame(JavaCodeUnit one, JavaCodeUnit other) {
        return one.getName().equals(other.getName())
                && one.getRawParameterTypes().equals(other.getRawParameterTypes());
    }

    private static String signature(JavaMember member) {
        return member.getFullName();
    }
}
