package dev.finetuning.quality.near;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What has to be known of an example to find its near-duplicates: hashes of its words, from which no text can be
 * read. {@link NearDuplicates#sketching} makes it; about four bytes for each word. Immutable.
 */
public final class NearSketch {
    private final long[] keys;
    private final ShingleSet set;
    private final Distinctions distinctions;
    private final double worth;

    NearSketch(long[] keys, ShingleSet set, Distinctions distinctions, double worth) {
        this.keys = keys;
        this.set = set;
        this.distinctions = distinctions;
        this.worth = worth;
    }

    /** What it shares with those it may resemble: 16 keys, or none if it has no words. */
    public long[] keys() {
        return keys.clone();
    }

    /** How much it is worth to be kept. */
    public double worth() {
        return worth;
    }

    ShingleSet set() {
        return set;
    }

    Distinctions distinctions() {
        return distinctions;
    }

    /** Writes everything but the keys. */
    public void writeTo(DataOutput out) throws IOException {
        int[] hashes = set.hashes();
        out.writeInt(hashes.length);
        for (int hash : hashes) {
            out.writeInt(hash);
        }
        out.writeLong(distinctions.meaning());
        out.writeLong(distinctions.indentation());
        out.writeDouble(worth);
    }

    /** Reads what {@link #writeTo} wrote; without keys. */
    public static NearSketch read(DataInput in) throws IOException {
        int[] hashes = new int[in.readInt()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.readInt();
        }
        Distinctions distinctions = new Distinctions(in.readLong(), in.readLong());
        return new NearSketch(new long[0], new ShingleSet(hashes), distinctions, in.readDouble());
    }
}
