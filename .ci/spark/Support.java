import dev.finetuning.cost.TokenCounters;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.dataset.StreamedPreparation;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.format.writing.Target;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.Repair;
import dev.finetuning.source.JsonLines;
import dev.finetuning.spark.SparkOutcome;
import dev.finetuning.spark.SparkPreparation;
import dev.finetuning.spark.SparkSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** An application that spark-submit runs: prepares a file on the cluster, or {@code alone} beside it. */
public final class Support {
    private Support() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("alone")) {
            alone(Path.of(args[1]), Path.of(args[2]));
        } else {
            cluster(args[0], args[1]);
        }
    }

    private static void cluster(String file, String folder) throws IOException {
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            SparkOutcome outcome = SparkPreparation.of(spark, Support::plan, () -> Target.OPENAI.format())
                    .checks(Checks::thorough)
                    .remedies(Support::remedies)
                    .dropNearDuplicates(NearDuplicates::standard)
                    .tokens(TokenCounters::estimate)
                    .rejectLimit(RejectLimit.share(0.1))
                    .pieces(200_000)
                    .parquet()
                    .run(SparkSource.jsonLines(ChatMessages::format, file), folder);
            System.out.println("prepared: " + outcome.counts());
        }
    }

    private static void alone(Path file, Path folder) throws IOException {
        ExampleReader reader = ExampleReader.of(JsonLines.of(file), ChatMessages.format());
        List<Finding> near = NearDuplicates.standard().findings(reader);
        Files.createDirectories(folder);
        StreamedPreparation.Outcome counts = StreamedPreparation.of(plan(), Target.OPENAI.format())
                .step(remedies().and(Drop.found(near)).begin(change -> {}))
                .rejectLimit(RejectLimit.share(0.1))
                .run(reader, folder.resolve("train"), folder.resolve("validation"), folder.resolve("test"));
        System.out.println("prepared: " + counts);
    }

    private static SplitPlan plan() {
        return SplitPlan.stable(SplitRatios.of(0.8, 0.1, 0.1));
    }

    private static Remedies remedies() {
        return Remedies.of(Repair.redact(PersonalData.of(PiiDetector.standard())));
    }
}
