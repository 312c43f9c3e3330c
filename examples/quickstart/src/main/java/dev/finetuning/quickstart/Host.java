package dev.finetuning.quickstart;

import dev.finetuning.cost.TokenCounter;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTokenCounter;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.quickstart.Options.Option;
import dev.finetuning.run.LostSubmission;
import dev.finetuning.training.PollPace;
import dev.finetuning.training.TrainingPipeline;

/**
 * Who trains, and what comes with that choice.
 *
 * @param pipeline the provider
 * @param baseModel the model to start from
 * @param counter how tokens are counted
 * @param pace how often to look at a job
 * @param lost what to do about a lost answer
 */
record Host(TrainingPipeline pipeline, String baseModel, TokenCounter counter, PollPace pace, LostSubmission lost)
        implements AutoCloseable {

    static Host choose(Options options) {
        String provider = options.text(Option.PROVIDER, "local");
        return switch (provider) {
            case "local" -> local(options);
            case "openai" -> openAi(options);
            default -> throw new UsageException("unknown provider " + provider + "; there are local and openai");
        };
    }

    private static Host local(Options options) {
        return new Host(
                LocalTrainingPipeline.in(Workspace.folder(options).resolve("local")),
                options.text(Option.BASE_MODEL, LocalTrainingPipeline.AUTO),
                OpenAiTokenCounter.forEncoding("cl100k_base"),
                PollPace.IN_PROCESS,
                LostSubmission.IN_PROCESS);
    }

    private static Host openAi(Options options) {
        String baseModel = options.text(Option.BASE_MODEL, "gpt-4.1-mini-2025-04-14");
        return new Host(
                new OpenAiTrainingPipeline(OpenAiSettings.fromEnvironment().build()),
                baseModel,
                OpenAiTokenCounter.forModel(baseModel),
                PollPace.DEFAULT,
                LostSubmission.DEFAULT);
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
