/**
 * What sandboxes of providers are made of, for adapters' own tests: real HTTP requests of any client enter,
 * answers as the provider gives them, and faults on demand, leave.
 */
package dev.finetuning.sandbox;
