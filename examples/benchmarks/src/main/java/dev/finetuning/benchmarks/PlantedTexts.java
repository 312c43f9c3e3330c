package dev.finetuning.benchmarks;

import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.TextExample;
import java.util.Iterator;
import java.util.SplittableRandom;

/**
 * Made-up texts of about 1,000 characters, of which every twentieth is a copy of the one before it with
 * 1 % of its words changed. Made again on each iteration, so that a million of them need no memory.
 *
 * @param size how many there are
 */
record PlantedTexts(int size) implements Iterable<Example> {
    static final int EVERY = 20;
    private static final int WORDS = 180;

    @Override
    public Iterator<Example> iterator() {
        return new Iterator<>() {
            private int index;

            @Override
            public boolean hasNext() {
                return index < size;
            }

            @Override
            public Example next() {
                return text(index++);
            }
        };
    }

    static Example text(int index) {
        boolean copy = index % EVERY == EVERY - 1;
        SplittableRandom random = new SplittableRandom(copy ? index - 1 : index);
        String[] words = new String[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = "w" + (int) Math.exp(random.nextDouble() * Math.log(50_000));
        }
        for (int edit = 0; copy && edit < Math.round(WORDS / 100.0); edit++) {
            words[random.nextInt(WORDS)] = "edited" + edit;
        }
        return new TextExample(String.join(" ", words), ExampleInfo.NONE);
    }
}
