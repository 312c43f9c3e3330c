package dev.finetuning.example;

/**
 * Who made an example, and where it was read.
 *
 * @param kind who made it
 * @param origin where it was read
 */
public record Provenance(Kind kind, Origin origin) {
    /** Who made an example. */
    public enum Kind {
        /** Written or labelled by people. */
        HUMAN,
        /** Taken from a real conversation. */
        PRODUCTION,
        /** Written by a model. */
        SYNTHETIC
    }

    /** Made by people and read from that place. */
    public static Provenance human(Origin origin) {
        return new Provenance(Kind.HUMAN, origin);
    }

    /** Made by a model. */
    public static Provenance synthetic(Origin origin) {
        return new Provenance(Kind.SYNTHETIC, origin);
    }

    /** This provenance with the row (counted from 1) filled in if the origin has none. */
    public Provenance numbered(long row) {
        return origin.row() > 0 ? this : new Provenance(kind, new Origin(origin.source(), origin.line(), row));
    }

    /** Whether a model wrote it. */
    public boolean isSynthetic() {
        return kind == Kind.SYNTHETIC;
    }
}
