package dev.muster.archunit;

import static dev.muster.archunit.StructuredConcurrencyRules.allowing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    static class Nested {}

    private static boolean isAllowed(String... places) {
        return Places.of(places).include(new ClassFileImporter().importClass(Nested.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.muster.archunit",
                "dev.muster..",
                "..archunit..",
                "dev.*.archunit",
                "dev.muster.archunit.PlacesTest",
                "dev.muster.archunit.PlacesTest$Nested"
            })
    void a_place_is_a_package_or_a_class_with_all_that_is_nested_in_it(String place) {
        assertThat(isAllowed("com.acme", place)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dev.muster", "dev.muster.archunit.Places", "PlacesTest", "dev.muster.archunit.PlacesTest$Nest"})
    void another_place_allows_nothing(String place) {
        assertThat(isAllowed(place)).isFalse();
    }

    @Test
    void nothing_is_allowed_unless_it_is_said() {
        assertThat(Places.none().include(new ClassFileImporter().importClass(Nested.class)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "com.acme.", ".com.acme", "com/acme", "com acme", "com...acme"})
    void what_can_name_neither_is_refused(String place) {
        assertThatThrownBy(() -> allowing("com.acme", place))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("place \"" + place + "\" is neither a package nor a class:"
                        + " write \"com.acme.pool\" for a package, \"com.acme.pool..\" for it and all below,"
                        + " or \"com.acme.pool.Workers\" for a class");
    }

    @Test
    void what_archunit_says_about_a_place_is_told() {
        assertThatThrownBy(() -> allowing("com...acme"))
                .hasMessageEndingWith("; ArchUnit says: Package Identifier may not contain more than two '.' in a row")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void no_place_is_refused() {
        assertThatThrownBy(() -> allowing())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no place is given: name packages or classes, or use the constants, which allow nothing");
    }

    @Test
    void null_is_refused() {
        assertThatNullPointerException()
                .isThrownBy(() -> allowing("com.acme", null))
                .withMessage("place 2 is null: name a package or a class");
        assertThatNullPointerException()
                .isThrownBy(() -> allowing((String[]) null))
                .withMessage("places is null: name packages or classes");
    }
}
