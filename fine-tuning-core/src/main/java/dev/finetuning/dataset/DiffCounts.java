package dev.finetuning.dataset;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * How much changed between two versions of a dataset, of any size. The same numbers as those of {@link DatasetDiff},
 * without the examples: both versions are read twice, and memory holds 8 bytes for each example of the two, and as many
 * again for those that differ.
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
        LongList marks = new LongList();
        examples.forEach(example -> marks.add(mark(example)));
        return marks.sorted();
    }

    private static long mark(Example example) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(Fingerprint.of(example).hex()))
                .getLong();
    }

    /** The questions of examples with these contents, each as often as it is among them. */
    private static long[] questions(Iterable<? extends Example> examples, long[] contents) {
        LongList marks = new LongList();
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
        return marks.sorted();
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
        LongList rest = new LongList();
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
        return rest.sorted();
    }

    /** Numbers that are added one by one. */
    private static final class LongList {
        private long[] values = new long[1_024];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size + (size >> 1));
            }
            values[size++] = value;
        }

        long[] sorted() {
            long[] all = Arrays.copyOf(values, size);
            Arrays.sort(all);
            return all;
        }
    }
}
