package dev.finetuning.openai.kill;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.JobCreateParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The loop that everybody writes first: create the job with the vendor's client as it comes, write its id
 * into a file, look until it is done; begun again, go on with the id in the file.
 */
final class NaiveVictim {
    private NaiveVictim() {}

    /** Takes the folder, the provider's base URL, the run's id and the boundary to die at; the environment has the key. */
    public static void main(String[] args) throws IOException {
        Boundaries boundaries = Boundaries.ofThisProcess(Integer.parseInt(args[3]));
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(args[1])
                .apiKey(System.getenv(Executioner.KEY))
                .timeout(Duration.ofSeconds(2))
                .build();
        Path folder = Path.of(args[0]);
        Path state = folder.resolve(args[2] + ".job");
        if (!Files.exists(state)) {
            String job = create(client, folder.resolve(args[2] + ".jsonl"));
            boundaries.pass();
            Files.writeString(state, job);
            boundaries.pass();
        }
        String job = Files.readString(state);
        while (!client.fineTuning().jobs().retrieve(job).status().equals(FineTuningJob.Status.SUCCEEDED)) {
            LockSupport.parkNanos(100_000_000);
        }
        System.exit(0);
    }

    private static String create(OpenAIClient client, Path data) {
        String file = client.files()
                .create(FileCreateParams.builder()
                        .file(data)
                        .purpose(FilePurpose.FINE_TUNE)
                        .build())
                .id();
        return client.fineTuning()
                .jobs()
                .create(JobCreateParams.builder()
                        .trainingFile(file)
                        .model("gpt-4o-mini-2024-07-18")
                        .build())
                .id();
    }
}
