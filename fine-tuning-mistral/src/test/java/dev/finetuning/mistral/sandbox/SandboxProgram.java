package dev.finetuning.mistral.sandbox;

import dev.finetuning.sandbox.JobPlan;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The sandbox as a program: prints {@code MISTRAL_BASE_URL=…} and plays the provider until its standard input
 * ends. Jobs are done at once.
 */
public final class SandboxProgram {
    private SandboxProgram() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        try (MistralSandbox sandbox = new MistralSandbox().plan(JobPlan.AT_ONCE)) {
            System.out.println("MISTRAL_BASE_URL=" + sandbox.url());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
