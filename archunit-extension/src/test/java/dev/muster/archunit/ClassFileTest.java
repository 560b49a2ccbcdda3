package dev.muster.archunit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassFileTest {
    @Test
    void the_code_of_the_jdk_can_be_followed() throws IOException {
        Path classes = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base/java/util");
        int handlers = 0;
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                for (Code code : ClassFile.parse(Files.readAllBytes(file)).methods()) {
                    Flow flow = Flow.of(code);
                    for (Code.Handler handler : code.handlers()) {
                        assertThat(flow.reaches(handler.target()))
                                .as("%s %s", file, code.name())
                                .isTrue();
                        handlers++;
                    }
                }
            }
        }
        assertThat(handlers).isGreaterThan(1000);
    }
}
