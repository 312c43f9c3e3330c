package dev.finetuning.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.finetuning.CpuGrowth;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.writing.EmptyBundleException;
import dev.finetuning.format.writing.Target;
import dev.finetuning.format.writing.TargetBundle;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that are no attack in themselves but cost memory, time or stack where a reader keeps what it need not. */
class ReaderBoundsTest {
    @TempDir
    Path folder;

    @Test
    void forEach_recordsThatFillTheHeapTogether_areReadOneByOne() throws Exception {
        Path file = folder.resolve("large.jsonl");
        byte[] text = "x".repeat(4 << 20).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 24; i++) {
                out.write("{\"text\":\"".getBytes(StandardCharsets.UTF_8));
                out.write(text);
                out.write("\"}\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(inSmallHeap("lines", file, "48m")).isEqualTo("read=24 rejected=0 []");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "array", "objects", "table"})
    void forEach_fortyMegabytesOfBlanksFirst_areSkippedOrRefused(String reader) throws Exception {
        Path file = folder.resolve("blank.txt");
        byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        String rest = reader.equals("array") ? "[{\"a\":1}]" : reader.equals("table") ? "\na,b\n1,2\n" : "{\"a\":1}\n";
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 40; i++) {
                out.write(blanks);
            }
            out.write(rest.getBytes(StandardCharsets.UTF_8));
        }
        String said = inSmallHeap(reader, file, "96m");
        assertThat(said)
                .matches("read=1 rejected=0 \\[]|read=[01] rejected=1 \\[record_too_long@1]|unreadable .*blank.txt.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "table"})
    void forEach_millionsOfTinyLines_needNoMemory(String reader) throws Exception {
        Path file = folder.resolve("tiny.txt");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write((reader.equals("table") ? "a\n" : "").getBytes(StandardCharsets.UTF_8));
            byte[] line = (reader.equals("table") ? "1\n" : "{}\n").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 2_000_000; i++) {
                out.write(line);
            }
        }
        assertThat(inSmallHeap(reader, file, "16m")).isEqualTo("read=2000000 rejected=0 []");
    }

    private static String inSmallHeap(String reader, Path file, String heap) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapReader.class.getName(),
                        reader,
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = child.inputReader()) {
            String all = said.lines().collect(Collectors.joining("\n"));
            assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return all;
        } finally {
            child.destroyForcibly();
        }
    }

    /** What can be read only once is read once; what would have to be read twice is refused, not waited for. */
    @Test
    @Timeout(60)
    void pipe_isReadOnceOrRefused() throws Exception {
        Path pipe = folder.resolve("pipe.jsonl");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .as("skipped: there are no named pipes here")
                .isZero();
        Thread writer = writing(pipe, "{\"a\":1}\n{\"a\":2}\n");
        long[] records = new long[1];
        JsonLines.of(pipe).forEach(record -> records[0]++, rejected -> {
            throw new AssertionError(rejected.toString());
        });
        writer.join();
        assertThat(records[0]).isEqualTo(2);

        assertThatThrownBy(() -> Dataset.builder("d").add(pipe))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessageContaining("pipe.jsonl")
                .hasMessageContaining("JsonLines");
    }

    private static Thread writing(Path pipe, String text) {
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, text, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.setDaemon(true);
        writer.start();
        return writer;
    }

    /** Names whose hashes are all the same. */
    @Test
    void csv_collidingColumns_takeTwiceTheWorkOfHalfOfThem() {
        CpuGrowth.assertLinear("colliding columns", 32_768, columns -> {
            String header = IntStream.range(0, columns)
                    .mapToObj(ReaderBoundsTest::colliding)
                    .collect(Collectors.joining(","));
            String row = "1" + ",1".repeat(columns - 1);
            return () -> {
                long[] seen = new long[1];
                Csv.ofText(header + "\n" + row + "\n")
                        .forEach(record -> seen[0] = record.fields().size(), rejected -> seen[0] = -1);
                assertThat(seen[0]).isEqualTo(columns);
            };
        });
    }

    private static String colliding(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    /** As deep as limits allow, all that is done with an example holds: on a thread with the usual stack. */
    @ParameterizedTest
    @ValueSource(ints = {400, 512})
    void depth_upToTheLimit_isReadCheckedMaskedAndWrittenOrRefused(int depth) throws IOException {
        String deep = "{\"a\":".repeat(depth - 1) + "\"jane.roe@example.com\"" + "}".repeat(depth - 1);
        String line =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}],"
                        + "\"deep\":" + deep + "}\n";
        Dataset dataset = Dataset.builder("deep")
                .add(JsonLines.ofText(line).withLimits(ReadLimits.DEFAULT.withMaxDepth(512)), ChatMessages.format())
                .build();
        assertThat(dataset.rejected()).isEmpty();
        Example example = dataset.examples().get(0);
        assertThat(Fingerprint.of(List.of(example))).isNotNull();
        assertThat(Checks.thorough().run(dataset).findings()).isNotNull();
        PersonalData personal = PersonalData.of(PiiDetector.standard());
        assertThat(personal.in(example)).isTrue();
        Example redacted = personal.redact(example);
        assertThat(personal.in(redacted)).isFalse();
        for (int beyond : new int[] {513, 1_200, 2_000}) {
            assertThatThrownBy(() -> ReadLimits.DEFAULT.withMaxDepth(beyond))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("512");
        }
        for (Target target : Target.forConversations()) {
            try {
                TargetBundle bundle = TargetBundle.write(target, folder, "deep", List.of(redacted));
                assertThat(Files.readString(bundle.data())).as(target.name()).contains("<EMAIL_ADDRESS>");
            } catch (EmptyBundleException refused) {
                assertThat(refused.losses().get(0).reason()).as(target.name()).isNotBlank();
            }
        }
    }
}
