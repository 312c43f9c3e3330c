package dev.finetuning.spark;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.StreamedPreparation;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.profile.DatasetProfile;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link SparkPreparation} did. Immutable. */
public final class SparkOutcome {
    private final String folder;
    private final StreamedPreparation.Outcome counts;
    private final long nearDuplicates;
    private final QualityReport report;
    private final Map<Split.Part, Fingerprint> fingerprints;
    private final Fingerprint whole;
    private final @Nullable DatasetProfile profile;

    /** The identities of what was written. */
    record Identities(Map<Split.Part, Fingerprint> parts, Fingerprint whole) {}

    SparkOutcome(
            String folder,
            StreamedPreparation.Outcome counts,
            long nearDuplicates,
            QualityReport report,
            Identities identities,
            @Nullable DatasetProfile profile) {
        this.folder = folder;
        this.counts = counts;
        this.nearDuplicates = nearDuplicates;
        this.report = report;
        this.fingerprints = new EnumMap<>(identities.parts());
        this.whole = identities.whole();
        this.profile = profile;
    }

    /** The folder that was written. */
    public String folder() {
        return folder;
    }

    /** Where the records went, as one machine counts them. */
    public StreamedPreparation.Outcome counts() {
        return counts;
    }

    /** How many examples have a better near-duplicate; 0 if none were looked for. */
    public long nearDuplicates() {
        return nearDuplicates;
    }

    /** What the checks found; {@code findings/} holds all of it. */
    public QualityReport report() {
        return report;
    }

    /** The fingerprint of a part, equal to that of a dataset of its examples. */
    public Fingerprint fingerprint(Split.Part part) {
        return fingerprints.getOrDefault(part, whole);
    }

    /** The fingerprint of all parts together. */
    public Fingerprint fingerprint() {
        return whole;
    }

    /** The profile of what was written, with the findings; empty if no tokens were counted. */
    public Optional<DatasetProfile> profile() {
        return Optional.ofNullable(profile);
    }

    /** The counts, without content. */
    @Override
    public String toString() {
        return "SparkOutcome[" + folder + ", " + counts + "]";
    }
}
