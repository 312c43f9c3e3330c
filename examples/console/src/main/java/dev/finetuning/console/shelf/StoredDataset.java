package dev.finetuning.console.shelf;

import dev.finetuning.console.input.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A dataset of a tenant.
 *
 * @param id made by the console
 * @param name for people; also the usual name of the model
 * @param description for people, may be empty
 * @param reading how its first revision was read
 * @param revisions all of them, oldest first
 */
public record StoredDataset(
        String id, String name, String description, Reading reading, List<DatasetRevision> revisions) {
    /** Copies the list. */
    public StoredDataset {
        revisions = List.copyOf(revisions);
    }

    /** The newest revision. */
    public DatasetRevision current() {
        return revisions.get(revisions.size() - 1);
    }

    /** The first revision. */
    public DatasetRevision first() {
        return revisions.get(0);
    }

    /**
     * A revision by its number.
     *
     * @throws RefusedException if there is none
     */
    public DatasetRevision revision(int number) {
        return revisions.stream()
                .filter(known -> known.number() == number)
                .findFirst()
                .orElseThrow(() -> RefusedException.notFound("revision of the dataset"));
    }

    /**
     * Refuses a change that was made for another revision.
     *
     * @throws RefusedException unless the newest revision has this number
     */
    void requireCurrent(int expected) {
        if (current().number() != expected) {
            throw RefusedException.of(
                    RefusedException.Kind.CONFLICT,
                    "revised_meanwhile",
                    "The dataset has a newer revision, " + current().number() + ". Look at it and try again.");
        }
    }

    StoredDataset with(DatasetRevision next) {
        List<DatasetRevision> all = new ArrayList<>(revisions);
        all.add(next);
        return new StoredDataset(id, name, description, reading, all);
    }
}
