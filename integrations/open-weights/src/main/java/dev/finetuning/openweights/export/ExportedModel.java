package dev.finetuning.openweights.export;

import java.nio.file.Path;
import java.util.Map;

/**
 * What an export has written, or has found as it had written it before.
 *
 * @param path the folder or file
 * @param sha256 of a file its own SHA-256; of a folder what {@code sha256sum *.safetensors* | sha256sum} prints there, as
 *     {@code base_model_sha256} in a version's lineage
 * @param bytes the size of all its files
 * @param written whether this call has written it; false if it was there
 * @param madeOf what decided its content, by the names in its record: {@code base_model_sha256}, {@code adapter_sha256},
 *     {@code precision} or {@code type}, {@code card_sha256}, {@code converter_sha256}
 */
public record ExportedModel(Path path, String sha256, long bytes, boolean written, Map<String, String> madeOf) {
    /** Copies the map. */
    public ExportedModel {
        madeOf = Map.copyOf(madeOf);
    }
}
