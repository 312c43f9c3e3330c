package dev.finetuning.spark;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Sends entries of a few numbers to where they belong and sorts them there. They travel in arrays: an object for each
 * entry would cost many times its bytes.
 */
final class Longs {
    private static final int ENTRIES = 512;

    private Longs() {}

    /** The target of an entry. */
    @FunctionalInterface
    interface Target extends Serializable {
        int of(long first);
    }

    /**
     * Shuffles entries.
     *
     * @param entries arrays of the same width
     * @param target the partition of an entry, by its first number
     * @return one array a partition, which holds its entries in ascending order
     */
    static JavaRDD<long[]> shuffled(JavaRDD<long[]> entries, int width, Target target, int partitions) {
        return entries.mapPartitionsToPair(all -> new Packing(all, width, target, partitions))
                .partitionBy(new Direct(partitions))
                .mapPartitions(chunks -> List.of(sorted(joined(chunks), width)).iterator());
    }

    /** Spreads numbers evenly, whatever they are. */
    static Target hashed(int partitions) {
        return first -> (int) Long.remainderUnsigned((first * 0x9E3779B97F4A7C15L) >>> 16, partitions);
    }

    private static long[] joined(Iterator<Tuple2<Integer, long[]>> chunks) {
        long[] all = new long[ENTRIES];
        int size = 0;
        while (chunks.hasNext()) {
            long[] chunk = chunks.next()._2();
            if (size + chunk.length > all.length) {
                all = Arrays.copyOf(all, Math.max(size + chunk.length, all.length + (all.length >> 1)));
            }
            System.arraycopy(chunk, 0, all, size, chunk.length);
            size += chunk.length;
        }
        return Arrays.copyOf(all, size);
    }

    /** Sorts entries by merging runs that double, which takes the same time however many are equal. */
    static long[] sorted(long[] entries, int width) {
        long[] from = entries;
        long[] to = new long[entries.length];
        for (long run = width; run < entries.length; run *= 2) {
            for (long start = 0; start < from.length; start += 2 * run) {
                int middle = (int) Math.min(from.length, start + run);
                int end = (int) Math.min(from.length, start + 2 * run);
                merge(from, (int) start, middle, end, to, width);
            }
            long[] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    private static void merge(long[] from, int start, int middle, int end, long[] to, int width) {
        int left = start;
        int right = middle;
        for (int at = start; at < end; at += width) {
            boolean takeLeft = right >= end || (left < middle && compare(from, left, right, width) <= 0);
            System.arraycopy(from, takeLeft ? left : right, to, at, width);
            left += takeLeft ? width : 0;
            right += takeLeft ? 0 : width;
        }
    }

    private static int compare(long[] entries, int left, int right, int width) {
        for (int i = 0; i < width; i++) {
            int order = Long.compare(entries[left + i], entries[right + i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Sends a key that is a partition's number there. */
    static final class Direct extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int partitions;

        Direct(int partitions) {
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object key) {
            return (Integer) key;
        }
    }

    /** Gathers entries by their targets, and hands over what is full. */
    private static final class Packing implements Iterator<Tuple2<Integer, long[]>> {
        private final Iterator<long[]> entries;
        private final int width;
        private final Target target;
        private final long[] @Nullable [] open;
        private final int[] sizes;
        private final Queue<Tuple2<Integer, long[]>> ready = new ArrayDeque<>();

        Packing(Iterator<long[]> entries, int width, Target target, int partitions) {
            this.entries = entries;
            this.width = width;
            this.target = target;
            this.open = new long[partitions][];
            this.sizes = new int[partitions];
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && entries.hasNext()) {
                add(entries.next());
            }
            for (int i = 0; ready.isEmpty() && i < sizes.length; i++) {
                flush(i);
            }
            return !ready.isEmpty();
        }

        private void add(long[] entry) {
            int to = target.of(entry[0]);
            long[] chunk = open[to];
            if (chunk == null) {
                chunk = new long[ENTRIES * width];
                open[to] = chunk;
            }
            System.arraycopy(entry, 0, chunk, sizes[to], width);
            sizes[to] += width;
            if (sizes[to] == chunk.length) {
                flush(to);
            }
        }

        private void flush(int to) {
            long[] chunk = open[to];
            if (chunk != null && sizes[to] > 0) {
                ready.add(new Tuple2<>(to, Arrays.copyOf(chunk, sizes[to])));
                sizes[to] = 0;
            }
        }

        @Override
        public Tuple2<Integer, long[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("everything was handed over");
            }
            return ready.remove();
        }
    }
}
