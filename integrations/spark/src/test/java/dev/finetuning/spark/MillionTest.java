package dev.finetuning.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prepares more than a gigabyte on one machine, on one core of Spark and on two, each in a process of its own: with
 * the same result. Prints how long each took; {@code -Dexamples=} for another number of examples.
 */
@Tag("campaign")
class MillionTest {
    private static final int EXAMPLES = Integer.getInteger("examples", 1_000_000);

    @TempDir
    Path folder;

    @Test
    void run_onAMillionExamples_doesWhatOneMachineDoes() throws Exception {
        Path file = MixedData.write(folder.resolve("mixed.jsonl"), EXAMPLES, 19, 300);
        Path testSet = MixedData.write(folder.resolve("testset.jsonl"), 2, 6);
        System.out.printf(Locale.ROOT, "%d examples, %d MB%n", EXAMPLES, Files.size(file) >> 20);

        Map<String, String> alone = prepare("alone", file, testSet);
        Map<String, String> one = prepare("local[1]", file, testSet);
        Map<String, String> two = prepare("local[2]", file, testSet);

        double aloneSeconds = seconds(alone);
        double oneSeconds = seconds(one);
        double twoSeconds = seconds(two);
        System.out.printf(
                Locale.ROOT,
                "alone.seconds=%.1f%nspark.seconds_1=%.1f%nspark.seconds_2=%.1f%nspark.two_cores=%.2f%n"
                        + "spark.over_one_machine=%.2f%n%s%n",
                aloneSeconds,
                oneSeconds,
                twoSeconds,
                oneSeconds / twoSeconds,
                twoSeconds / aloneSeconds,
                alone);
        assertThat(one).isEqualTo(alone);
        assertThat(two).isEqualTo(alone);
    }

    private static double seconds(Map<String, String> said) {
        return Double.parseDouble(said.remove("seconds"));
    }

    private Map<String, String> prepare(String where, Path file, Path testSet) throws Exception {
        Path out = folder.resolve(where.replaceAll("\\W", ""));
        Path log = folder.resolve(where.replaceAll("\\W", "") + ".log");
        Process child = new ProcessBuilder(command(where, file, testSet, out))
                .redirectError(log.toFile())
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(child.waitFor()).as(() -> where + " failed: " + text(log)).isZero();
        Map<String, String> said = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve("said"))) {
            String[] parts = line.split("=", 2);
            said.put(parts[0], parts[1]);
        }
        return said;
    }

    private static List<String> command(String where, Path file, Path testSet, Path out) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx3g");
        command.addAll(List.of(System.getProperty("spark.opens").split(" ")));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PreparedOnce.class.getName(),
                where,
                file.toString(),
                testSet.toString(),
                out.toString()));
        return command;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
