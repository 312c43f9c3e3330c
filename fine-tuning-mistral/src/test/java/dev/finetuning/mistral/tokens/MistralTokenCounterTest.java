package dev.finetuning.mistral.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.cost.TokenCount;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.TextExample;
import dev.finetuning.format.ChatMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds counts to those of mistral-common, recorded in {@code tokens/goldens.csv} with the versions they
 * came from: for two tiny tokenizer files that lie beside them, and for Mistral's own files where the system
 * property {@code mistral.tokenizers} names a folder with them (they ship inside the mistral-common
 * package).
 */
class MistralTokenCounterTest {
    private static final String OWN_FILES = "mistral.tokenizers";

    @TempDir
    static Path folder;

    record Golden(String file, TokenizerVersion version, boolean text, int index, TokenCount count) {
        static Golden of(String line) {
            String[] cells = line.split(",", -1);
            return new Golden(
                    cells[0],
                    TokenizerVersion.named(cells[1]).orElseThrow(),
                    cells[2].equals("text"),
                    Integer.parseInt(cells[3]),
                    new TokenCount(Long.parseLong(cells[4]), Long.parseLong(cells[5]), Long.parseLong(cells[6])));
        }

        String tokenizer() {
            return file + " " + version;
        }
    }

    static Stream<String> tokenizers() {
        return goldens().map(Golden::tokenizer).distinct();
    }

    private static Stream<Golden> goldens() {
        return resource("goldens.csv")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .map(Golden::of);
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void count_goldens_areEqual(String tokenizer) throws IOException {
        List<Golden> goldens =
                goldens().filter(golden -> golden.tokenizer().equals(tokenizer)).toList();
        Path file = file(goldens.get(0).file());
        assumeTrue(Files.exists(file), "skipped: -D" + OWN_FILES + " names no folder with " + file.getFileName());
        MistralTokenCounter counter =
                MistralTokenCounter.ofFile(file, goldens.get(0).version());
        String[] texts = new ObjectMapper().readValue(resource("texts.json"), String[].class);
        List<Example> conversations = conversations();

        assertThat(counter.exact()).isTrue();
        assertThat(goldens)
                .hasSizeGreaterThan(15)
                .allSatisfy(golden -> assertThat(
                                golden.text()
                                        ? new TokenCount(counter.count(texts[golden.index()]), 0, 0)
                                        : counter.count(conversations.get(golden.index())))
                        .as(golden.toString())
                        .isEqualTo(golden.count()));
    }

    private static Path file(String name) {
        return name.startsWith("tiny") ? copied(name) : Path.of(System.getProperty(OWN_FILES, "none"), name);
    }

    private static List<Example> conversations() {
        return Dataset.builder("goldens")
                .addJsonLines(copied("conversations.jsonl"), ChatMessages.format())
                .build()
                .examples();
    }

    @Test
    void ofFile_nameOrContent_saysTheVersion() throws IOException {
        Path named = Files.copy(copied("tiny.model"), folder.resolve("named.model.v7m1"));

        assertThat(MistralTokenCounter.ofFile(named).version()).isEqualTo(TokenizerVersion.V7);
        assertThat(MistralTokenCounter.ofFile(copied("tiny.model")).version()).isEqualTo(TokenizerVersion.V1);
        assertThat(MistralTokenCounter.ofFile(copied("tiny-tekken.json")).version())
                .isEqualTo(TokenizerVersion.V13);
        assertThat(MistralTokenCounter.ofFile(named).name()).isEqualTo("named.model.v7m1 (v7)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broken.json|{\"config\":",
                "empty.json|{}",
                "list.json|[]",
                "pattern.json|{\"config\":{\"pattern\":\"(\",\"version\":\"v3\"},\"vocab\":[]}",
                "version.json|{\"config\":{\"pattern\":\"a\",\"version\":\"v99\"},\"vocab\":[]}",
                "short.json|{\"config\":{\"pattern\":\"a\",\"version\":\"v3\"},\"vocab\":[]}",
                "broken.model|no protocol buffer",
                "empty.model|",
                "unversioned.model.v99|"
            })
    void ofFile_anythingElse_isNamed(String nameAndContent) throws IOException {
        String[] parts = nameAndContent.split("\\|", 2);
        Path file = Files.writeString(folder.resolve(parts[0]), parts[1]);

        assertThatExceptionOfType(UnreadableTokenizerException.class)
                .isThrownBy(() -> MistralTokenCounter.ofFile(file))
                .withMessageContaining(parts[0])
                .satisfies(e -> assertThat(e.file()).isEqualTo(file));
    }

    @Test
    void ofFile_everyCutOfAModel_isRefusedOrRead() throws IOException {
        byte[] whole = Files.readAllBytes(copied("tiny.model"));
        Path file = folder.resolve("cut.model.v3");
        for (int length = 0; length < whole.length; length += 97) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatExceptionOfType(UnreadableTokenizerException.class)
                    .as("the first " + length + " bytes")
                    .isThrownBy(() -> MistralTokenCounter.ofFile(file));
        }
    }

    @Test
    void ofFile_missing_isNamed() {
        assertThatExceptionOfType(UnreadableTokenizerException.class)
                .isThrownBy(() -> MistralTokenCounter.ofFile(folder.resolve("missing.model.v3")))
                .withMessageContaining("missing.model.v3");
        assertThatExceptionOfType(UnreadableTokenizerException.class)
                .isThrownBy(() -> MistralTokenCounter.ofFile(folder.resolve("missing.json")))
                .withMessageContaining("missing.json");
    }

    @Test
    void estimate_saysSoAndAddsWhatTheFormatAdds() {
        MistralTokenCounter estimate = MistralTokenCounter.estimate();

        assertThat(estimate.exact()).isFalse();
        assertThat(estimate.name()).contains("estimate", "-18 %", "+19 %", "v3");
        // 1 for the sample, 2 for a question, 1 for an answer, by the layout of version 3
        assertThat(estimate.count(ChatExample.of(Message.user("12345678"), Message.assistant("1234"))))
                .isEqualTo(new TokenCount(1 + 2 + 2 + 1 + 1, 2, 0));
        assertThat(estimate.count(new TextExample("1234", ExampleInfo.NONE))).isEqualTo(new TokenCount(3, 3, 0));
    }

    @Test
    void count_image_isTheLargest() {
        Message image = Message.user("").withContent(Content.of(List.of(Content.Part.imageUrl("https://x.test/a"))));

        assertThat(MistralTokenCounter.estimate()
                        .count(ChatExample.of(image, Message.assistant("1234")))
                        .total())
                .isEqualTo(1 + 2 + 4160 + 2);
    }

    private static Path copied(String name) {
        Path file = folder.resolve(name);
        try (InputStream resource = open(name)) {
            if (!Files.exists(file)) {
                Files.copy(resource, file);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream resource = open(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(MistralTokenCounterTest.class.getResourceAsStream(name), name);
    }
}
