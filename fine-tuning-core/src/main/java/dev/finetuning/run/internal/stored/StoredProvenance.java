package dev.finetuning.run.internal.stored;

import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import dev.finetuning.example.Validation;
import dev.finetuning.example.internal.StoredKinds;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who made an example, where it was read and who stands by it, as an object in a line of a run's data. */
public final class StoredProvenance {
    private static final String KIND = "kind";
    private static final String SOURCE = "source";
    private static final String LINE = "line";
    private static final String ROW = "row";
    private static final String VALIDATED_BY = "validated_by";
    private static final String VALIDATED_AT = "validated_at";

    private StoredProvenance() {}

    public static Map<String, Object> write(ExampleInfo info) {
        Provenance provenance = info.provenance();
        Map<String, Object> stored = new LinkedHashMap<>();
        stored.put(KIND, StoredKinds.of(provenance.kind()));
        stored.put(SOURCE, provenance.origin().source());
        stored.put(LINE, provenance.origin().line());
        stored.put(ROW, provenance.origin().row());
        info.validation().ifPresent(validation -> {
            stored.put(VALIDATED_BY, validation.by());
            stored.put(VALIDATED_AT, validation.at().toString());
        });
        return stored;
    }

    /** The info with what is stored in place of its provenance and validation. */
    public static ExampleInfo read(ExampleInfo info, Map<?, ?> stored) {
        Origin origin = new Origin(text(stored, SOURCE), number(stored, LINE), number(stored, ROW));
        Provenance.Kind kind = StoredKinds.read(text(stored, KIND));
        return new ExampleInfo(info.metadata(), new Provenance(kind, origin), validation(stored), info.extras());
    }

    private static Optional<Validation> validation(Map<?, ?> stored) {
        return stored.containsKey(VALIDATED_BY)
                ? Optional.of(new Validation(text(stored, VALIDATED_BY), Instant.parse(text(stored, VALIDATED_AT))))
                : Optional.empty();
    }

    private static String text(Map<?, ?> stored, String field) {
        return (String) Objects.requireNonNull(stored.get(field));
    }

    private static long number(Map<?, ?> stored, String field) {
        return ((Number) Objects.requireNonNull(stored.get(field))).longValue();
    }
}
