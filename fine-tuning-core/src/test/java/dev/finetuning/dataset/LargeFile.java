package dev.finetuning.dataset;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A JSON Lines file of any size whose contents are known: chat examples of about 1,200 bytes. In every
 * hundred lines, five repeat the line before them exactly, five repeat it with 1 % of its words
 * changed, two hold an e-mail address and one is cut in the middle.
 */
final class LargeFile {
    static final int BLOCK = 100;
    static final int BROKEN = 1;
    static final int EXACT = 5;
    static final int NEAR = 5;
    private static final int WORDS = 170;

    private LargeFile() {}

    /** Writes so many lines, a multiple of 100. */
    static void write(Path file, int lines) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < lines; i++) {
                out.write(line(i));
                out.write('\n');
            }
        }
    }

    private static String line(int index) {
        int place = index % BLOCK;
        boolean exact = place >= 20 && place < 40 && place % 4 == 1;
        boolean near = place >= 40 && place < 60 && place % 4 == 1;
        SplittableRandom random = new SplittableRandom(exact || near ? index - 1 : index);
        String[] words = new String[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = "word" + (int) Math.exp(random.nextDouble() * Math.log(50_000));
        }
        for (int edit = 0; near && edit < 2; edit++) {
            words[random.nextInt(WORDS)] = "edited" + edit;
        }
        if (place == 70 || place == 71) {
            words[3] = "user" + index + "@example.com";
        }
        String line =
                "{\"messages\":[{\"role\":\"system\",\"content\":\"You answer.\"},{\"role\":\"user\",\"content\":\""
                        + half(words, 0) + "\"},{\"role\":\"assistant\",\"content\":\""
                        + half(words, 1) + "\"}]}";
        return place == 99 ? line.substring(0, line.length() / 2) : line;
    }

    private static String half(String[] words, int which) {
        int from = which * WORDS / 2;
        return String.join(" ", List.of(words).subList(from, from + WORDS / 2));
    }
}
