package dev.finetuning.spark;

import dev.finetuning.example.Origin;
import dev.finetuning.quality.near.NearSketch;

/** The sketch of an example, and where the example is. */
final class Sketched {
    private final long position;
    private final Origin origin;
    private final long[] keys;
    private final NearSketch sketch;

    private Sketched(long position, Origin origin, long[] keys, NearSketch sketch) {
        this.position = position;
        this.origin = origin;
        this.keys = keys;
        this.sketch = sketch;
    }

    long position() {
        return position;
    }

    Origin origin() {
        return origin;
    }

    long[] keys() {
        return keys;
    }

    NearSketch sketch() {
        return sketch;
    }

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
