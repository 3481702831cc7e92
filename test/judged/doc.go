// Command judged measures whether the search puts first what should come
// first: real questions, in French and in English, as people and workers type
// them, over four directories whose records were read to say what the good
// answers are.
//
//	go run ./test/judged            success@1, success@3 and nDCG@10, by class of question
//	go run ./test/judged -misses    also what came first where the best did not
//	go run ./test/judged -set held  the sums of the set that was sealed before any tuning
//	go run ./test/judged -set fresh a set of other persons, on which it was then worked; -set unseen, neighbours, passers
//
// The directories, the questions and how they were judged: data/README.md.
//
// It must never be tuned to: a word is added to the vocabulary because people
// say it, not because a line of queries.tsv fails.
package main
