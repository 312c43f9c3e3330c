package dev.finetuning.run.internal.stored;

import dev.finetuning.content.ContentException;
import dev.finetuning.content.ContentLostException;
import dev.finetuning.content.ContentStore;
import dev.finetuning.example.Example;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.training.TrainingData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prepared data of runs: each part of each run is a content of its own, named by both, so that removing what one
 * run has left never touches another. The journal has the hash of each.
 */
public final class RunData {
    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRuns.class);

    private final ContentStore store;
    private final boolean keeping;

    /**
     * Data in a store.
     *
     * @param keeping whether it stays when a run is over
     */
    public RunData(ContentStore store, boolean keeping) {
        this.store = store;
        this.keeping = keeping;
    }

    /** Stores a part durably, and gives its hash. Goes through the examples twice, or more often where a store retries. */
    public String put(String runId, RunPart part, Iterable<? extends Example> examples) {
        try {
            PartContent content = PartContent.of(examples);
            store.put(part.of(runId), content);
            return content.hash();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the run's data", e);
        }
    }

    /**
     * A part as training data; without examples where the run has no such part.
     *
     * @param name what the data is called at the provider
     */
    public TrainingData open(RunState run, RunPart part, String name) {
        return TrainingData.of(name, () -> read(run, part));
    }

    /** The examples of a part, with the origins they had when the run was started. */
    public List<Example> examples(RunState run, RunPart part) {
        List<Example> examples = new ArrayList<>();
        read(run, part).forEachRemaining(examples::add);
        return examples;
    }

    private Iterator<Example> read(RunState run, RunPart part) {
        return part.hash(run.started().data())
                .map(hash -> read(part.of(run.id()), hash))
                .orElse(List.<Example>of().iterator());
    }

    private Iterator<Example> read(String name, String hash) {
        try {
            return new PartReader(store, name, hash);
        } catch (ContentLostException e) {
            return earlier(hash, e);
        }
    }

    /** Before contents were named by their runs, they were named by their hashes. */
    private Iterator<Example> earlier(String hash, ContentLostException lost) {
        try {
            return new PartReader(store, hash + ".jsonl", hash);
        } catch (ContentLostException | IllegalArgumentException none) {
            lost.addSuppressed(none);
            throw lost;
        }
    }

    /**
     * Removes what a run that is over has left, unless it is to be kept.
     *
     * @return whether nothing is left to do
     */
    public boolean removeAfter(String runId) {
        return keeping || remove(runId);
    }

    /**
     * Removes all parts of a run.
     *
     * @return whether all are gone; otherwise it should be tried again
     */
    public boolean remove(String runId) {
        try {
            for (RunPart part : RunPart.values()) {
                store.remove(part.of(runId));
            }
            return true;
        } catch (ContentException e) {
            LOG.warn("the data of run {} cannot be removed now: {}", runId, e.getMessage());
            return false;
        }
    }
}
