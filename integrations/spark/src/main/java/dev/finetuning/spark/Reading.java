package dev.finetuning.spark;

import dev.finetuning.source.ReadResult;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;

/**
 * The records of a source, each at a position that no partitioning changes: its number in the order of the source,
 * from 0.
 *
 * @param records the records, in order within each partition and from partition to partition
 * @param starts the position of the first record of each partition
 */
record Reading(JavaRDD<Located> records, List<Long> starts) {
    /** A record at its position; never leaves the task that reads it. */
    record Located(long position, ReadResult result) {}

    /** Sends what belongs to a position to the partition that holds it. */
    Positions positions() {
        return new Positions(starts.stream().mapToLong(Long::longValue).toArray());
    }

    /** The partition of a position. */
    static final class Positions extends Partitioner implements Serializable {
        private static final long serialVersionUID = 1L;

        private final long[] starts;

        Positions(long[] starts) {
            this.starts = starts;
        }

        @Override
        public int numPartitions() {
            return starts.length;
        }

        /** The last partition that begins at or before the position; those before it with the same beginning are empty. */
        int of(long position) {
            int low = 0;
            int high = starts.length - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (starts[middle] <= position) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }

        @Override
        public int getPartition(Object key) {
            return of(key instanceof Placed placed ? placed.position() : (Long) key);
        }
    }

    /** A key that holds a position. */
    interface Placed {
        long position();
    }
}
