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
        /** Taken from a conversation that took place. */
        PRODUCTION,
        /** Written by a model. */
        SYNTHETIC
    }

    /** Human work read from somewhere. */
    public static Provenance human(Origin origin) {
        return new Provenance(Kind.HUMAN, origin);
    }

    /** A model's work. */
    public static Provenance synthetic(Origin origin) {
        return new Provenance(Kind.SYNTHETIC, origin);
    }

    /** The same, whose origin has this row (counted from 1) where it named none. */
    public Provenance numbered(long row) {
        return origin.row() > 0 ? this : new Provenance(kind, new Origin(origin.source(), origin.line(), row));
    }

    /** Whether a model wrote it. */
    public boolean isSynthetic() {
        return kind == Kind.SYNTHETIC;
    }
}
