package dev.finetuning.openweights.serving;

import dev.finetuning.adapter.contract.AdapterFixture;
import dev.finetuning.adapter.contract.Wiring;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.openweights.sandbox.VllmSandbox;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.time.InstantSource;

/** Chat models at a server, for the contract that all streaming ones keep. */
final class VllmFixture implements AdapterFixture {
    @Override
    public String name() {
        return "vllm";
    }

    @Override
    public String model() {
        return VllmSandbox.BASE;
    }

    @Override
    public VllmSandbox sandbox(InstantSource clock) {
        return new VllmSandbox();
    }

    @Override
    public TrainingPipeline pipeline(Wiring wiring) {
        return new Asking(VllmServer.builder(wiring.root())
                .key(wiring.key())
                .answerTimeout(wiring.timeout())
                .sleeper(wiring.sleeper())
                .build());
    }

    @Override
    public Answer error(int status, String code, String message) {
        return VllmSandbox.error(status, code, message);
    }

    /** A pipeline that trains nothing. */
    private record Asking(VllmServer server) implements TrainingPipeline {
        @Override
        public Capabilities capabilities() {
            throw new UnsupportedOperationException();
        }

        @Override
        public TrainingJob start(TrainingRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TrainingJob job(String jobId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ChatModel chatModel(String modelId) {
            return server.chatModel(modelId);
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
