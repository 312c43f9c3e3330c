package dev.finetuning.spark;

import dev.finetuning.example.Origin;
import dev.finetuning.quality.near.NearSketch;

/** The sketch of an example, and where the example is. */
record Sketched(long position, Origin origin, long[] keys, NearSketch sketch) {
    static Packed pack(long position, Origin origin, NearSketch sketch) {
        return Packed.of(position, out -> {
            Wire.origin(origin, out);
            long[] keys = sketch.keys();
            out.writeInt(keys.length);
            for (long key : keys) {
                out.writeLong(key);
            }
            sketch.writeTo(out);
        });
    }

    static Sketched unpack(Packed packed) {
        return packed.read(in -> {
            Origin origin = Wire.origin(in);
            long[] keys = new long[in.readInt()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = in.readLong();
            }
            return new Sketched(packed.position(), origin, keys, NearSketch.read(in));
        });
    }
}
