package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.openweights.internal.Scripts;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What transformers makes of an exported model, without this library and without PEFT. */
final class Loaded {
    private Loaded() {}

    /** What {@code exported.py} prints. */
    static WireObject look(String... arguments) throws Exception {
        return run("exported.py", arguments);
    }

    /** What a script of the tests prints. */
    static WireObject run(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(RealTrainer.python().toString(), "-c", Scripts.text(script)));
        command.addAll(Arrays.asList(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        byte[] told = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return WireObject.parse(told);
    }

    static double[] logits(WireObject answer) {
        return ((List<?>) answer.map().get("logits"))
                .stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
    }

    static double largest(double[] logits) {
        return Arrays.stream(logits).map(Math::abs).max().orElseThrow();
    }

    /** The largest difference. */
    static double distance(double[] left, double[] right) {
        assertThat(left).hasSameSizeAs(right);
        double most = 0;
        for (int i = 0; i < left.length; i++) {
            most = Math.max(most, Math.abs(left[i] - right[i]));
        }
        return most;
    }
}
