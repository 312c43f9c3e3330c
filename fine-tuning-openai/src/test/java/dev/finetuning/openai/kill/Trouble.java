package dev.finetuning.openai.kill;

import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.ReceivedRequest;
import java.util.Random;

/**
 * A provider in a bad state: a quarter of the creations lose their answer, a tenth are refused, a tenth end in
 * a 502 after the fact.
 */
final class Trouble {
    private static final String CREATE = "POST /v1/fine_tuning/jobs";
    private static final Fault[] LOSSES = {
        Fault.RESET_AFTER, Fault.CUT_JSON_AFTER, Fault.HALF_BODY_AFTER, Fault.TIMEOUT_AFTER
    };

    private final OpenAiSandbox sandbox;
    private final Random random;

    private Trouble(OpenAiSandbox sandbox, long seed) {
        this.sandbox = sandbox;
        random = new Random(seed);
    }

    static void at(OpenAiSandbox sandbox, long seed) {
        sandbox.watch(new Trouble(sandbox, seed)::befall, request -> {});
    }

    private synchronized void befall(ReceivedRequest request) {
        if (!request.line().equals(CREATE)) {
            return;
        }
        double draw = random.nextDouble();
        if (draw < 0.25) {
            sandbox.failNext(CREATE + "$", LOSSES[random.nextInt(LOSSES.length)]);
        } else if (draw < 0.35) {
            sandbox.answerNext(
                    CREATE + "$",
                    OpenAiSandbox.error(429, "rate_limit_exceeded", "slow down").with("Retry-After", "1"));
        } else if (draw < 0.45) {
            sandbox.failNext(CREATE + "$", Fault.BAD_GATEWAY_AFTER);
        }
    }
}
