package dev.finetuning.example.internal;

import dev.finetuning.example.Provenance;
import dev.finetuning.internal.json.StoredNames;
import java.util.Map;

/** The names under which it is stored who made an example, in the data of runs and in profiles. */
public final class StoredKinds {
    private static final StoredNames<Provenance.Kind> NAMES = StoredNames.of(
            Provenance.Kind.class,
            Map.of(
                    Provenance.Kind.HUMAN, "human",
                    Provenance.Kind.PRODUCTION, "production",
                    Provenance.Kind.SYNTHETIC, "synthetic"));

    private StoredKinds() {}

    /** The name under which a kind is stored. */
    public static String of(Provenance.Kind kind) {
        return NAMES.of(kind);
    }

    /** The kind of a stored name; for one that a later version added it is synthetic, which claims least. */
    public static Provenance.Kind read(String name) {
        return NAMES.find(name).orElse(Provenance.Kind.SYNTHETIC);
    }
}
