package dev.muster.examples;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.group.Attempt;
import dev.muster.scope.Policy;
import dev.muster.scope.TaskScope;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first sample of the readme: a form whose fields are checked at once. */
class SignUpTest {
    private final Form form = new Form("-3", "n/a", "Atlantis");

    void signUp(Form form) throws InterruptedException {
        Attempt.of(() -> TaskScope.named("sign-up").policy(Policy.collectAll()).run(scope -> {
                    scope.fork("age", () -> form.checkAge()); // fails with a ValueError
                    scope.fork("phone", () -> form.checkPhone()); // and this one with a TypeError
                    scope.fork("country", () -> form.checkCountry()); // and this one with a KeyError
                }))
                .on(KeyError.class, unknown -> form.useDefaultCountry()) // deals with its part
                .execute(); // throws the others, as one group
    }

    @Test
    void both_bad_fields_are_reported() {
        assertThatGroupThrownBy(() -> signUp(form)).containsExactly(ValueError.class, TypeError.class);
    }

    @Test
    void an_unknown_country_is_made_up_for() {
        assertThatGroupThrownBy(() -> signUp(form)).doesNotContain(KeyError.class);
        assertThat(form.country).isEqualTo("Earth");
    }

    @Test
    void the_message_names_each_field() {
        assertThatGroupThrownBy(() -> signUp(form))
                .satisfies(group -> assertThat(group).hasMessage("""
                        scope "sign-up" failed in 3 of 3 tasks (2 sub-exceptions: 1 ValueError, 1 TypeError)
                          [age] ValueError: nobody is -3 years old
                          [phone] TypeError: n/a is no number"""));
    }

    /** What somebody typed. */
    private static final class Form {
        private final String age;
        private final String phone;
        private volatile String country;

        Form(String age, String phone, String country) {
            this.age = age;
            this.phone = phone;
            this.country = country;
        }

        void checkAge() {
            if (Integer.parseInt(age) < 0) {
                throw new ValueError("nobody is " + age + " years old");
            }
        }

        void checkPhone() {
            if (!phone.chars().allMatch(Character::isDigit)) {
                throw new TypeError(phone + " is no number");
            }
        }

        void checkCountry() {
            if (!Map.of("Earth", "EA").containsKey(country)) {
                throw new KeyError(country);
            }
        }

        void useDefaultCountry() {
            country = "Earth";
        }
    }
}
