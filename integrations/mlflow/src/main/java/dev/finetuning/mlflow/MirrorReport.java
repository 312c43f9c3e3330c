package dev.finetuning.mlflow;

import java.util.Map;

/**
 * What a look at the registry changed in the MLflow server.
 *
 * @param versions how many versions were created
 * @param aliases how many aliases were moved or removed
 * @param tags how many tags were set
 * @param refused the models that the server refuses as they are, with its reason; they are tried again when they change
 */
public record MirrorReport(int versions, int aliases, int tags, Map<String, String> refused) {
    /** Nothing was changed. */
    public static final MirrorReport NOTHING = new MirrorReport(0, 0, 0, Map.of());

    /** Copies the map. */
    public MirrorReport {
        refused = Map.copyOf(refused);
    }

    /** Whether the server was as the registry is. */
    public boolean isEmpty() {
        return equals(NOTHING);
    }
}
