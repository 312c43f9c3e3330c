package dev.finetuning.console.shelf;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of an entry of {@link ShelfLog}. Fields may be missing; unknown ones are skipped. */
@JsonIgnoreProperties(ignoreUnknown = true)
record StoredEntry(
        @JsonProperty("id") String id,
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("description") @Nullable String description,
        @JsonProperty("from") @Nullable String from,
        @JsonProperty("reasons") @Nullable List<String> reasons,
        @JsonProperty("rejected") long rejected,
        @JsonProperty("rejections") @Nullable List<String> rejections,
        @JsonProperty("revision") @Nullable StoredRevision storedRevision) {

    /** A revision in an entry. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record StoredRevision(
            @JsonProperty("number") int number,
            @JsonProperty("file") String file,
            @JsonProperty("by") String by,
            @JsonProperty("why") String why,
            @JsonProperty("kind") String kind,
            @JsonProperty("examples") int examples,
            @JsonProperty("validated") int validated,
            @JsonProperty("bytes") long bytes,
            @JsonProperty("fingerprint") String fingerprint) {

        DatasetRevision at(Instant time) {
            RevisionContents contents = new RevisionContents(kind, examples, validated, bytes, fingerprint);
            return new DatasetRevision(number, file, contents, by, why, time);
        }
    }

    StoredRevision revision() {
        return Objects.requireNonNull(storedRevision, "revision");
    }

    StoredDataset dataset(Instant at) {
        Reading reading = new Reading(
                Objects.requireNonNullElse(from, "upload"),
                Objects.requireNonNullElse(reasons, List.of()),
                rejected,
                Objects.requireNonNullElse(rejections, List.of()));
        return new StoredDataset(
                id,
                Objects.requireNonNullElse(name, id),
                Objects.requireNonNullElse(description, ""),
                reading,
                List.of(revision().at(at)));
    }
}
