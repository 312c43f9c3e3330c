package dev.finetuning.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the guide to what it says. */
class GuideTest {
    private static final Path GUIDE = Path.of("../../docs/guide");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)");

    @TempDir
    private Path classes;

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(GUIDE)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void programs_compile(Path page) throws IOException {
        assertThat(Programs.in(Files.readString(page))).allSatisfy(program -> Programs.compile(program, classes));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_leadToFiles(Path page) throws IOException {
        List<String> links = LINK.matcher(Files.readString(page))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(links).allSatisfy(link -> assertThat(GUIDE.resolve(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_isInTheTableOfContents(Path page) throws IOException {
        String name = page.getFileName().toString();
        assertThat(name.equals("README.md")
                        || Files.readString(GUIDE.resolve("README.md")).contains("(" + name + ")"))
                .isTrue();
    }
}
