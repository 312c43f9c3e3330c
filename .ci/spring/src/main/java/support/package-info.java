/** Questions and answers enter; a model that was trained on them, and its answer, leave: the starter as its users meet it. */
package support;
