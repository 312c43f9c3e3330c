package dev.finetuning.console.shelf;

import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.Example;
import dev.finetuning.format.writing.Target;
import dev.finetuning.quality.CheckRun;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.CompatibilityMatrix;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.quality.profile.FoundCode;
import dev.finetuning.quality.profile.Histogram;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks through revisions, and remembers the last ones. Thread-safe. */
public final class Inspector {
    private static final int REMEMBERED = 50;
    private static final int FINDINGS = 2_000;
    /** How many examples are looked at, from the first on: what a page can wait for, in the memory of a small machine. */
    private static final int MOST = 50_000;

    private static final PersonalData PERSONAL_DATA = PersonalData.of(PiiDetector.standard());

    private final TokenCounter counter;
    private final Checks checks;
    private final Map<String, Inspection> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Inspection> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * An inspector.
     *
     * @param counter the provider's
     * @param provider the checks of the provider, besides those of the library
     */
    public Inspector(TokenCounter counter, Checks provider) {
        this.counter = counter;
        this.checks = provider.with(PERSONAL_DATA.check()).keepAtMost(FINDINGS);
    }

    static PersonalData personalData() {
        return PERSONAL_DATA;
    }

    /** What is known about a revision, from its first {@value #MOST} examples. The first call reads them. */
    public Inspection of(DatasetShelf shelf, DatasetRevision revision) {
        synchronized (remembered) {
            Inspection known = remembered.get(revision.file());
            if (known != null) {
                return known;
            }
        }
        Inspection inspection = look(shelf.examples(revision).first(MOST));
        synchronized (remembered) {
            remembered.put(revision.file(), inspection);
        }
        return inspection;
    }

    private Inspection look(ExampleFile examples) {
        CheckRun run = checks.begin(finding -> {});
        long[] tokens = new long[examples.size()];
        long[] turns = new long[examples.size()];
        int place = 0;
        for (Example example : examples) {
            run.look(example);
            tokens[place] = counter.count(example).total();
            turns[place++] = example.messages().size();
        }
        NearDuplicates.standard().findings(examples).forEach(run::report);
        QualityReport report = run.end();
        return new Inspection(
                report,
                FoundCode.of(report),
                TokenStatistics.of(examples, counter),
                Histogram.of(tokens),
                Histogram.of(turns),
                CompatibilityMatrix.of(examples, Target.forConversations()));
    }
}
