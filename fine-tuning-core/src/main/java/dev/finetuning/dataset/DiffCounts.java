package dev.finetuning.dataset;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.internal.ExampleDigest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * How much changed between two versions of a dataset, of any size. The same numbers as those of {@link DatasetDiff},
 * without the examples: both versions are read twice, and memory holds about 16 bytes for each example of the two, and as
 * many again for those that differ.
 *
 * <p>Examples count as the same if the first 64 bits of their {@link Fingerprint} are. That two different ones of a
 * million agree in these has a probability of 3 in 100 million.
 *
 * @param added examples only in the later version, without the changed ones
 * @param removed examples only in the earlier version, without the changed ones
 * @param changed examples with another answer or other tools
 * @param unchanged how many stayed the same
 */
public record DiffCounts(long added, long removed, long changed, long unchanged) {
    /** The mark of an example without a question, which is never a changed one. */
    private static final long NONE = 0;

    /**
     * Compares two versions.
     *
     * @param earlier gives the same examples each time it is iterated
     * @param later as well
     */
    public static DiffCounts between(Iterable<? extends Example> earlier, Iterable<? extends Example> later) {
        long[] before = contents(earlier);
        long[] after = contents(later);
        long unchanged = common(before, after);
        long[] questionsBefore = questions(earlier, without(before, after));
        long[] questionsAfter = questions(later, without(after, before));
        long changed = common(asked(questionsBefore), asked(questionsAfter));
        return new DiffCounts(questionsAfter.length - changed, questionsBefore.length - changed, changed, unchanged);
    }

    private static long[] contents(Iterable<? extends Example> examples) {
        return StreamSupport.stream(examples.spliterator(), false)
                .mapToLong(DiffCounts::mark)
                .sorted()
                .toArray();
    }

    private static long mark(Example example) {
        return ByteBuffer.wrap(new ExampleDigest().trained(example)).getLong();
    }

    /** The questions of examples with these contents, each as often as it is among them. */
    private static long[] questions(Iterable<? extends Example> examples, long[] contents) {
        LongStream.Builder marks = LongStream.builder();
        long[] distinct = Arrays.stream(contents).distinct().toArray();
        int[] left = new int[distinct.length];
        for (int i = 0, place = 0; i < contents.length; i++) {
            place += distinct[place] == contents[i] ? 0 : 1;
            left[place]++;
        }
        for (Example example : examples) {
            int place = Arrays.binarySearch(distinct, mark(example));
            if (place >= 0 && left[place] > 0) {
                left[place]--;
                List<Message> question = DatasetDiff.question(example);
                marks.add(question.isEmpty() ? NONE : mark(ChatExample.of(question.toArray(Message[]::new))));
            }
        }
        return marks.build().sorted().toArray();
    }

    private static long[] asked(long[] questions) {
        return Arrays.stream(questions).filter(mark -> mark != NONE).toArray();
    }

    /** How many two sorted lists have in common, repetitions included. */
    private static long common(long[] left, long[] right) {
        long common = 0;
        for (int i = 0, j = 0; i < left.length && j < right.length; ) {
            int order = Long.compare(left[i], right[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return common;
    }

    /** A sorted list without what another one has, repetitions included. */
    private static long[] without(long[] left, long[] right) {
        LongStream.Builder rest = LongStream.builder();
        int j = 0;
        for (long value : left) {
            while (j < right.length && right[j] < value) {
                j++;
            }
            if (j < right.length && right[j] == value) {
                j++;
            } else {
                rest.add(value);
            }
        }
        return rest.build().toArray();
    }
}
