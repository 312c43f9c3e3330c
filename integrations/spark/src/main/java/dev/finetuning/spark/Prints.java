package dev.finetuning.spark;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.Split;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Fingerprints of examples as entries of numbers, which sort like the unsigned bytes that they stand for. */
final class Prints {
    /** The numbers of an entry: 32 bytes and the part. */
    static final int WIDTH = 5;

    private static final int BYTES = 32;
    private static final List<Split.Part> PARTS = List.of(Split.Part.values());

    private Prints() {}

    static long[] entry(Item.Line line) {
        ByteBuffer bytes = ByteBuffer.wrap(line.fingerprint());
        long[] entry = new long[WIDTH];
        for (int i = 0; i < WIDTH - 1; i++) {
            entry[i] = bytes.getLong() ^ Long.MIN_VALUE;
        }
        entry[WIDTH - 1] = PARTS.indexOf(line.part());
        return entry;
    }

    /** The partition of an entry: an equal share of the whole range for each, in ascending order. */
    static int target(long first, int partitions) {
        return (int) ((((first ^ Long.MIN_VALUE) >>> 33) * partitions) >>> 31);
    }

    static SparkOutcome.Identities of(Iterator<long[]> ascending) {
        Fingerprint.Ascending whole = new Fingerprint.Ascending();
        Map<Split.Part, Fingerprint.Ascending> parts = new EnumMap<>(Split.Part.class);
        for (Split.Part part : Split.Part.values()) {
            parts.put(part, new Fingerprint.Ascending());
        }
        while (ascending.hasNext()) {
            long[] entries = ascending.next();
            for (int at = 0; at < entries.length; at += WIDTH) {
                byte[] print = print(entries, at);
                whole.add(print);
                Split.Part part = PARTS.get((int) entries[at + WIDTH - 1]);
                parts.computeIfAbsent(part, unused -> new Fingerprint.Ascending())
                        .add(print);
            }
        }
        Map<Split.Part, Fingerprint> made = new EnumMap<>(Split.Part.class);
        parts.forEach((part, print) -> made.put(part, print.end()));
        return new SparkOutcome.Identities(made, whole.end());
    }

    private static byte[] print(long[] entries, int at) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        for (int i = 0; i < WIDTH - 1; i++) {
            bytes.putLong(entries[at + i] ^ Long.MIN_VALUE);
        }
        return bytes.array();
    }
}
