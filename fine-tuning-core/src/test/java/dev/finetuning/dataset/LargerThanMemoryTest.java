package dev.finetuning.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that do not fit into the heap of the child JVM which works on them. */
class LargerThanMemoryTest {
    @TempDir
    Path folder;

    @Test
    void prepare_fileFourTimesTheHeap_isReadCheckedSplitAndWritten() throws Exception {
        prepare(40_000, "13m");
    }

    @Test
    void near_fileOverTheHeap_isSearched() throws Exception {
        near(40_000, "36m");
    }

    @Test
    @Tag("campaign")
    void prepare_aMillionExamples_inAQuarterOfAGigabyte() throws Exception {
        prepare(1_000_000, "256m");
        assertThat(Files.size(folder.resolve("in.jsonl"))).isGreaterThan(1L << 30);
    }

    @Test
    @Tag("campaign")
    void near_aMillionExamples_inOneGigabyte() throws Exception {
        near(1_000_000, "1g");
    }

    private void prepare(int lines, String heap) throws Exception {
        Map<String, String> said = run("prepare", lines, heap);
        int blocks = lines / LargeFile.BLOCK;
        assertThat(said)
                .containsEntry("errors", "0")
                .containsEntry("rejected", "" + blocks * LargeFile.BROKEN)
                .containsEntry("read", "" + (lines - blocks * LargeFile.BROKEN))
                .containsEntry("duplicates", "" + blocks * LargeFile.EXACT)
                .containsEntry("written", "" + (lines - blocks * (LargeFile.BROKEN + LargeFile.EXACT)));
        assertThat(Integer.parseInt(said.get("progress"))).isGreaterThan(lines / 2_000);
        Path train = folder.resolve("train.jsonl");
        try (var written = Files.lines(train)) {
            assertThat(written.count()).isEqualTo(Long.parseLong(said.get("train")));
        }
        try (var written = Files.lines(train)) {
            assertThat(written.limit(2_000)).noneMatch(line -> line.contains("@example.com"));
        }
    }

    private void near(int lines, String heap) throws Exception {
        Map<String, String> said = run("near", lines, heap);
        int planted = lines / LargeFile.BLOCK * (LargeFile.EXACT + LargeFile.NEAR);
        assertThat(Double.parseDouble(said.get("others")) / planted).isBetween(0.995, 1.001);
    }

    private Map<String, String> run(String work, int lines, String heap) throws IOException, InterruptedException {
        Path in = folder.resolve("in.jsonl");
        LargeFile.write(in, lines);
        Path out = folder.resolve("out.txt");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScaleWorker.class.getName(),
                        work,
                        in.toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        int exit = child.waitFor();
        assertThat(exit).as(Files.readString(out)).isZero();
        Map<String, String> said = new HashMap<>();
        for (String line : Files.readAllLines(out)) {
            String[] parts = line.split("=", 2);
            said.put(parts[0], parts[parts.length - 1]);
        }
        System.out.printf(
                "%s: %d examples, %d MB, -Xmx%s: %s s, heap %s MB, resident %s MB%n",
                work, lines, Files.size(in) >> 20, heap, said.get("seconds"), said.get("heap"), said.get("resident"));
        return said;
    }
}
