package dev.finetuning.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the fuzzer's seeds, what it has found so far, and some thousands of mutations of both. */
class FuzzFindingsTest {
    private static final int MUTATIONS = 3_000;

    @ParameterizedTest
    @EnumSource
    void run_seedsAndFindings_endInAResultOrATypedError(FuzzTarget target) throws Exception {
        List<byte[]> inputs = inputs(target);
        assertThat(inputs).isNotEmpty();
        inputs.forEach(target::run);
        target.run(new byte[0]);
    }

    @ParameterizedTest
    @EnumSource
    void run_mutations_endInAResultOrATypedError(FuzzTarget target) throws Exception {
        List<byte[]> inputs = inputs(target);
        Random random = new Random(target.name().hashCode());
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = mutant(inputs.get(i % inputs.size()), random);
            assertThatCode(() -> target.run(mutant))
                    .as(() -> new String(mutant, StandardCharsets.UTF_8))
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] mutant(byte[] input, Random random) {
        byte[] mutant = input.clone();
        for (int edits = 1 + random.nextInt(3); edits > 0 && mutant.length > 1; edits--) {
            int at = random.nextInt(mutant.length);
            int to = at + random.nextInt(mutant.length - at);
            switch (random.nextInt(5)) {
                case 0 -> mutant[at] = (byte) random.nextInt(256);
                case 1 -> mutant[at] = (byte) "{}[]\",:\\ \n\r\t0-.eu;'\u0000".charAt(random.nextInt(20));
                case 2 -> mutant = Arrays.copyOf(mutant, at);
                case 3 -> mutant = spliced(mutant, at, to, to + (to - at));
                default -> mutant = spliced(mutant, at, to, at);
            }
        }
        return mutant;
    }

    /** What stands before one index, and what stands from another on; a stretch is doubled or lost. */
    private static byte[] spliced(byte[] bytes, int from, int to, int length) {
        int kept = Math.min(length, bytes.length);
        byte[] spliced = new byte[kept + bytes.length - to];
        System.arraycopy(bytes, 0, spliced, 0, kept);
        System.arraycopy(bytes, to, spliced, kept, bytes.length - to);
        return from > to ? bytes : spliced;
    }

    private static List<byte[]> inputs(FuzzTarget target) throws IOException, URISyntaxException {
        URL folder = FuzzFindingsTest.class.getResource("ReaderFuzzInputs/" + method(target));
        assertThat(folder).as("inputs of " + target).isNotNull();
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    /** The fuzz method of a target: {@code jsonLines} of {@code JSON_LINES}. */
    private static String method(FuzzTarget target) {
        String[] words = target.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder method = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            method.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return method.toString();
    }
}
